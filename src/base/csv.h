/* Comma-separated values (RFC 4180), read row by row from a text in memory.
 *
 * A cell may stand in quotes, which a comma, a line's end and a doubled quote may stand between. A line may end in CR LF; blank
 * lines are skipped, a byte order mark at the front too. Mistakes are told at their line.
 *
 * Lifecycle: csv_begin → csv_next until it is FALSE, the cells being read each time → csv_end.
 */
#pragma once

#include <glib.h>

typedef struct
{
  const char *path;  /* for messages; borrowed */
  gboolean comments; /* lines that begin with # are skipped */
  char **cells;      /* of the row read last; their text belongs to the whole */
  guint n_cells;
  guint line; /* where that row begins, from 1 */

  /* Its own. */
  char *next, *row;
  guint next_line, room;
} CsvReader;

/** Begins @text, which is kept and cut up in place. */
void csv_begin (CsvReader *reader, char *text, const char *path);
/** FALSE at the end, or with LOCKSTEP_ERROR_INPUT where quotes are wrong. */
gboolean csv_next (CsvReader *reader, GError **error);
/** The next row, which must have @n cells. FALSE at the end, or with @error. */
gboolean csv_next_of (CsvReader *reader, guint n, GError **error);
/** Whether the next row, which is read, is @head. Else LOCKSTEP_ERROR_INPUT: a table that lockstep did not write. */
gboolean csv_head (CsvReader *reader, const char *head, GError **error);
void csv_end (CsvReader *reader);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CsvReader, csv_end)

/** Where the cell @i begins in its line, in bytes from 1. */
guint csv_column (const CsvReader *reader, guint i);
/** Sets @error to "path:line: …" and returns FALSE. */
gboolean csv_complain (const CsvReader *reader, GError **error, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* What a cell holds; FALSE: it does not. */

/** A whole number in decimal digits; an empty cell is 0. */
gboolean csv_count (const char *cell, guint64 *out);
/** Seconds with nine decimals, as whole nanoseconds. */
gboolean csv_nanoseconds (const char *cell, gint64 *out);
/** A finite number with a point; blanks may stand around it. An empty cell is none. */
gboolean csv_number (const char *cell, double *out);
/** The same, but an empty cell is NAN. */
gboolean csv_number_or_none (const char *cell, double *out);
