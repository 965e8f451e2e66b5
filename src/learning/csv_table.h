/* A table of numbers in a text file: one row a line, commas between the columns, dots in the numbers. The first line may hold the
 * columns' names; blank lines are skipped. Nothing may be missing.
 */
#pragma once

#include <glib.h>

typedef struct
{
  char *path;
  char **names; /* [n_columns], NULL where the file has none */
  guint n_columns, n_rows;
  GArray *values; /* float [n_rows][n_columns] */
  GArray *lines;  /* guint [n_rows]: where each row stands, from 1 */
} CsvTable;

/** LOCKSTEP_ERROR_INPUT names the file, the line and the column. (transfer full) or NULL. */
CsvTable *csv_table_read (const char *path, GError **error);
/** The same from @text, which is cut up in place; @path is for messages. */
CsvTable *csv_table_parse (const char *path, char *text, GError **error);
void csv_table_free (CsvTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsvTable, csv_table_free)

/** The column that is called @name or has that number (from 1); NULL is the last one. −1 with LOCKSTEP_ERROR_INPUT. */
int csv_table_column (const CsvTable *table, const char *name, GError **error);
float csv_table_value (const CsvTable *table, guint row, guint column);
guint csv_table_line (const CsvTable *table, guint row);
