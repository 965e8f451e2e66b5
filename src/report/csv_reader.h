/* Plain CSV as lockstep writes it: a fixed number of cells a line, no quotes. */
#pragma once

#include "sim/clock.h"

typedef struct
{
  const char *path; /* for messages; borrowed */
  char *next;       /* what is left of the text, which is cut up in place */
  guint line;       /* of the cells read last, from 1 */
} CsvReader;

/** Begins @text (kept and changed), whose first line must be @head. LOCKSTEP_ERROR_INPUT. */
gboolean csv_begin (CsvReader *reader, char *text, const char *path, const char *head, GError **error);
/** The next line's cells. FALSE at the end, or with @error set when it has not @n cells. */
gboolean csv_next (CsvReader *reader, char **cells, guint n, GError **error);
/** Sets @error to "path:line: what" and returns FALSE. */
gboolean csv_complain (const CsvReader *reader, const char *what, GError **error);

/** Seconds with nine decimals, to the nanosecond. */
gboolean csv_time (const char *cell, SimTime *out);
/** A whole number; an empty cell is 0. */
gboolean csv_count (const char *cell, guint64 *out);
/** A number; an empty cell is NAN. */
gboolean csv_number (const char *cell, double *out);
