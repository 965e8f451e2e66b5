/* gsl.pc brings a CBLAS of its own, which defines OpenBLAS's functions again and 13 times slower. Which of the two the
 * program calls is decided by the order of libraries on the linker's command line, so it is asked here where each of them
 * is found: in the same shared object as a function that only OpenBLAS has. */
#include <cblas.h>
#include <dlfcn.h>
#include <glib.h>
#include <gsl/gsl_cdf.h>

typedef struct
{
  const char *name;
  void (*function) (void);
} Symbol;

#define SYMBOL(function)                \
  {                                     \
#function, (void (*)(void))function \
  }

/* GSL is among them so that its library is loaded here as it is in the program. */
static const Symbol openblas = SYMBOL (openblas_get_corename), gsl = SYMBOL (gsl_cdf_gamma_Pinv);
static const Symbol symbols[] = { SYMBOL (cblas_sgemm), SYMBOL (cblas_sgemv), SYMBOL (cblas_saxpy),
                                  SYMBOL (cblas_sdot),  SYMBOL (cblas_snrm2), SYMBOL (cblas_sscal) };

/* Where the shared object of @symbol begins, NULL if nowhere. */
static const void *
object_of (const Symbol *symbol)
{
  Dl_info info = { 0 };

  if (dladdr ((void *)symbol->function, &info) == 0)
    return NULL;
  return info.dli_fbase;
}

static void
test_origin (gconstpointer symbol)
{
  g_assert_true (object_of (&openblas) != NULL);
  g_assert_true (object_of (symbol) == object_of (&openblas));
  g_assert_true (object_of (symbol) != object_of (&gsl));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  for (guint i = 0; i < G_N_ELEMENTS (symbols); i++)
    {
      g_autofree char *path = g_strdup_printf ("/structure/blas-origin/%s", symbols[i].name);
      g_test_add_data_func (path, &symbols[i], test_origin);
    }
  return g_test_run ();
}
