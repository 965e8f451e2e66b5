/* OpenBLAS with its own threads off: products run on the caller's thread and give the same bits on every one.
 *
 * It is loaded when the first gradient is to be computed and not with the program: its start takes hundreds of megabytes of
 * address space, and where those are limited it waits for them for ever.
 */
#pragma once

#include <glib.h>

/** Before the library is loaded: has it take the kernels @core, in place of what OPENBLAS_CORETYPE says, or what it would find for
 * itself. The library of processes that this one starts too. LOCKSTEP_ERROR_INPUT as blas_core_check. */
gboolean blas_choose (const char *core, GError **error);
/** Before the first product: loads the library, with the working space of @threads that multiply at a time. Again is harmless.
 * LOCKSTEP_ERROR_RUN where it is not there or has no room, LOCKSTEP_ERROR_INPUT where it has not the kernels that were chosen. */
gboolean blas_start (guint threads, GError **error);
/** The name of the kernels in use: "Haswell", "SkylakeX" … NULL where the library cannot be loaded. (static) */
const char *blas_core (void);

typedef enum
{
  BLAS_AS_IT_IS,
  BLAS_TRANSPOSED,
} BlasForm;

/** C [m][n] = op(A) [m][k] · op(B) [k][n] + @beta C. A matrix lies row by row; @lda, @ldb, @ldc: from a row to the next as it
 * lies there. */
void blas_multiply (BlasForm form_a, BlasForm form_b, int m, int n, int k, const float *a, int lda, const float *b, int ldb,
                    float beta, float *c, int ldc);
