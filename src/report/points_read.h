/* points.csv read back: what the points of a finished sweep came to. */
#pragma once

#include "training/outcome.h"

typedef struct
{
  char **values; /* one for each axis */
  double metrics[N_METRICS]; /* means over the seeds; NAN: none */
} PointRow;

typedef struct
{
  char **axes;  /* NULL-terminated */
  GArray *rows; /* PointRow, in the order of the file */
} PointRows;

/** Reads points.csv of @dir. LOCKSTEP_ERROR_INPUT names the file and line. */
PointRows *point_rows_read (const char *dir, GError **error);
/** The same from @text, which is cut up in place; @path is for messages. */
PointRows *point_rows_parse (char *text, const char *path, GError **error);
void point_rows_free (PointRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PointRows, point_rows_free)

/** Whether @dir looks like a sweep's. */
gboolean is_sweep_folder (const char *dir);
