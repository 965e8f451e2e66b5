/* Two or more runs side by side: a table of metrics, and compare.svg with their timelines on one time axis and their loss curves
 * together. */
#pragma once

#include "report/run_data.h"

/** Every metric that any run has, a column a run; against the first run the difference and the ratio. Runs of the same name are
 * told apart by @labels. Runs for which @width has no room stand below, again beside the first. */
void compare_print (RunData *const *runs, const char *const *labels, guint n_runs, FILE *to, gboolean colour, guint width);

/** compare.gp, its data and, with gnuplot, compare.svg into the existing folder @dir; @note (transfer full, may be NULL) says why
 * there is no picture. LOCKSTEP_ERROR_RUN. */
gboolean compare_write (RunData *const *runs, const char *const *labels, guint n_runs, const char *dir, char **note,
                        GError **error);
