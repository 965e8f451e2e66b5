#include "learning/blas.h"

#include <cblas.h>
#include <dlfcn.h>
#include <sys/mman.h>

#include "base/error.h"
#include "learning/blas_core.h"

#define CORE_VARIABLE "OPENBLAS_CORETYPE" /* read when the library is loaded, as OPENBLAS_NUM_THREADS is */

#define BUFFER_BYTES ((gsize)128 << 20) /* of address space for each product under way, of which it uses little */
#define BUFFERS_MAX 128u                /* what the library keeps without complaint; there are hardly more processors */

/* A library is loaded once in a process. */
static struct
{
  void *handle;
  __typeof__ (&cblas_sgemm) sgemm;
  __typeof__ (&openblas_get_corename) core;
  void *(*take) (int); /* a buffer: kept when given back, for the next product */
  void (*give_back) (void *);
  guint buffers;
} library;

static void *
find (const char *name)
{
  void *symbol = dlsym (library.handle, name);
  if (!symbol)
    g_error ("%s: %s", OPENBLAS_LIBRARY, dlerror ());
  return symbol;
}

/* The library tells only by what it took that it had nothing of the wanted name. */
static gboolean
took (const char *wanted, GError **error)
{
  if (!wanted || g_ascii_strcasecmp (wanted, library.core ()) == 0)
    return TRUE;
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "this OpenBLAS has no kernels %s; it would take %s", wanted,
               library.core ());
  return FALSE;
}

static gboolean
load (GError **error)
{
  const char *wanted = g_getenv (CORE_VARIABLE);
  if (library.handle)
    return took (wanted, error);
  if (wanted && !blas_core_check (wanted, error))
    return FALSE;
  g_setenv ("OPENBLAS_NUM_THREADS", "1", TRUE);
  library.handle = dlopen (OPENBLAS_LIBRARY, RTLD_NOW | RTLD_LOCAL);
  if (!library.handle)
    {
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_RUN, "gradients need OpenBLAS, which cannot be loaded: %s", dlerror ());
      return FALSE;
    }
  library.sgemm = find ("cblas_sgemm");
  library.core = find ("openblas_get_corename");
  library.take = find ("blas_memory_alloc");
  library.give_back = find ("blas_memory_free");
  return took (wanted, error);
}

gboolean
blas_choose (const char *core, GError **error)
{
  if (!blas_core_check (core, error))
    return FALSE;
  g_setenv (CORE_VARIABLE, core, TRUE);
  return TRUE;
}

static gboolean
has_room (gsize bytes)
{
  void *trial = mmap (NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return trial != MAP_FAILED && munmap (trial, bytes) == 0;
}

/* Takes all buffers at once, so that none is asked for when the room is gone. */
static void
reserve (guint n)
{
  g_autofree void **buffers = g_new (void *, n);
  for (guint i = 0; i < n; i++)
    buffers[i] = library.take (0);
  for (guint i = 0; i < n; i++)
    library.give_back (buffers[i]);
  library.buffers = n;
}

gboolean
blas_start (guint threads, GError **error)
{
  guint wanted = MIN (threads, BUFFERS_MAX), more = wanted > library.buffers ? wanted - library.buffers : 0;
  if (!load (error))
    return FALSE;
  if (more == 0)
    return TRUE;
  if (has_room (more * BUFFER_BYTES))
    {
      reserve (wanted);
      return TRUE;
    }
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_RUN,
               "gradients on %u thread%s need %" G_GSIZE_FORMAT
               " MiB more address space, and this process may not have it (ulimit -v); "
               "fewer --threads need less, --timing-only none",
               threads, threads == 1 ? "" : "s", more * (BUFFER_BYTES >> 20));
  return FALSE;
}

const char *
blas_core (void)
{
  return load (NULL) ? library.core () : NULL;
}

void
blas_multiply (BlasForm form_a, BlasForm form_b, int m, int n, int k, const float *a, int lda, const float *b, int ldb,
               float beta, float *c, int ldc)
{
  static const CBLAS_TRANSPOSE forms[] = { [BLAS_AS_IT_IS] = CblasNoTrans, [BLAS_TRANSPOSED] = CblasTrans };
  library.sgemm (CblasRowMajor, forms[form_a], forms[form_b], m, n, k, 1, a, lda, b, ldb, beta, c, ldc);
}
