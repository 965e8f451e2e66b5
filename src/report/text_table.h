/* A table on the terminal: columns as wide as what stands in them, as many as fit.
 *
 * Lifecycle: text_table_new → text_table_add for every column → text_table_print, as often as wanted → free.
 */
#pragma once

#include <glib.h>
#include <stdio.h>

typedef struct _TextTable TextTable;

TextTable *text_table_new (guint n_rows);
void text_table_free (TextTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TextTable, text_table_free)

/** Takes @heading and @cells, one a row, NULL-terminated; both go through escape_terminal on their way out. @left: set to the
 * left, otherwise to the right. */
void text_table_add (TextTable *table, char *heading, char **cells, gboolean left);
guint text_table_n_columns (const TextTable *table);
const char *text_table_heading (const TextTable *table, guint column);
/** Columns of the terminal that @column takes, the gap before it included. */
guint text_table_width (const TextTable *table, guint column);
/** Prints the first @n_fixed columns with as many of the others beside them as @width has room for, but @together at a time and at
 * least so many; then the same columns with the next of the others, and so on. */
void text_table_print_blocks (const TextTable *table, guint n_fixed, guint together, FILE *to, gboolean colour, guint width);
/** Prints the @n columns whose numbers are in @columns, the headings first. */
void text_table_print (const TextTable *table, const guint *columns, guint n, FILE *to, gboolean colour);
