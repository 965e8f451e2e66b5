/* points.csv read back: what the points of a finished sweep came to. */
#pragma once

#include "training/outcome.h"

typedef struct
{
  char **values; /* one for each axis */
  double metrics[N_METRICS]; /* means over the seeds; NAN: none */
  double half_widths[N_METRICS]; /* of their 95 % intervals; NAN: one seed, or none */
} PointRow;

typedef struct
{
  char **axes;  /* NULL-terminated */
  GArray *rows; /* PointRow, in the order of the file */
} PointRows;

/** Without rows. @axes (transfer full) may be NULL until they are known. */
PointRows *point_rows_new (char **axes);
/** Reads points.csv of @dir. LOCKSTEP_ERROR_INPUT names the file and line. */
PointRows *point_rows_read (const char *dir, GError **error);
/** The same from @text, which is cut up in place; @path is for messages. */
PointRows *point_rows_parse (char *text, const char *path, GError **error);
void point_rows_free (PointRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PointRows, point_rows_free)

/** What a point is known by: "workers=8 protocol=bsp". (transfer full) */
char *point_key (const char *const *axes, const char *const *values);
/** The same of a row, along @axes, which are those of @rows in any order. (transfer full) */
char *point_row_key (const PointRows *rows, guint row, const char *const *axes);
/** The rows by their points, as keys of @axes, which are those of @rows in any order; of the same points the first. Each value is the
 * row's number and one. */
GHashTable *point_rows_index (const PointRows *rows, const char *const *axes);
/** Whether @axes are those of @rows, in any order. */
gboolean point_rows_have_axes (const PointRows *rows, const char *const *axes);

/** Whether @dir looks like a sweep's. */
gboolean is_sweep_folder (const char *dir);
