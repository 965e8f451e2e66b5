/* OpenBLAS's kernels, by the kind of processor that they are written for.
 *
 * OpenBLAS takes those that fit the processor, or those that OPENBLAS_CORETYPE names when it is loaded. It ignores a name that it
 * does not know without a word, and dies of one whose instructions the processor does not have: so both are found here before.
 */
#pragma once

#include <glib.h>

/** Whether @name, in whatever case, is known and this processor has the instructions. LOCKSTEP_ERROR_INPUT. */
gboolean blas_core_check (const char *name, GError **error);
/** The name of the @i-th, NULL behind the last; @lacks: the instructions that are missing here, NULL: none. */
const char *blas_core_at (guint i, const char **lacks);
