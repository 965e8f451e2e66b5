/* Sweeps side by side, point by point. */
#pragma once

#include "report/points_read.h"

/** For every point that all have, each sweep's metrics and their ratios to the first's, as many as fit into @width; then the points
 * that are not in all of them. The sweeps are called A, B … in the table and @labels before it. LOCKSTEP_ERROR_INPUT where they do
 * not vary the same keys. */
gboolean points_compare_print (PointRows *const *sweeps, const char *const *labels, guint n, FILE *to, gboolean colour, guint width,
                               GError **error);
