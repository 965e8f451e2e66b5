/* Measured compute times: a CSV `worker,iteration,seconds`, both counted from 0, with or without that header line. */
#pragma once

#include "cluster/settings.h"

/** Reads @text, the whole file @name. Rows of workers from @n_workers on and of iterations from @n_iterations on are ignored; 0
 * iterations: keep all. Returns: (transfer full), or NULL with LOCKSTEP_ERROR_INPUT "name:line:column: …". */
ComputeTrace *compute_trace_parse (const char *name, const char *text, guint n_workers, guint n_iterations, GError **error);
void compute_trace_free (ComputeTrace *trace);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComputeTrace, compute_trace_free)

/** The first (worker, iteration) below the bounds that has no row; FALSE when there is none. */
gboolean compute_trace_missing (const ComputeTrace *trace, guint n_workers, guint n_iterations, guint *worker, guint *iteration);

/** Seconds, NAN where there is no row. */
double compute_trace_get (const ComputeTrace *trace, guint worker, guint64 iteration);
