/* OpenBLAS comes when it is asked for and not with the program, and the products are its own: gsl.pc brings a CBLAS, too, which
 * defines the same functions 13 times slower. GSL is called here so that its library is loaded as it is in the program. */
#include <cblas.h>
#include <dlfcn.h>
#include <glib.h>
#include <gsl/gsl_cdf.h>

#include "config.h"
#include "learning/blas.h"

/* The library if it is loaded already, else NULL. */
static void *
loaded (void)
{
  return dlopen (OPENBLAS_LIBRARY, RTLD_NOW | RTLD_NOLOAD);
}

/* Where the shared object begins in which the whole program finds @symbol first; NULL: nowhere. */
static const void *
object_of (void *handle, const char *symbol)
{
  Dl_info info = { 0 };
  void *at = dlsym (handle, symbol);

  return at != NULL && dladdr (at, &info) != 0 ? info.dli_fbase : NULL;
}

static void
test_origin (void)
{
  __typeof__ (&openblas_get_num_threads) threads;

  g_assert_cmpfloat (gsl_cdf_gamma_Pinv (0.5, 2.385, 1), >, 0);
  g_assert_null (loaded ());
  g_assert_true (blas_start (2, NULL));
  g_assert_nonnull (loaded ());
  g_assert_nonnull (object_of (loaded (), "cblas_sgemm"));
  g_assert_true (object_of (loaded (), "cblas_sgemm") == object_of (loaded (), "openblas_get_corename"));
  g_assert_true (object_of (loaded (), "cblas_sgemm") != object_of (RTLD_DEFAULT, "gsl_cdf_gamma_Pinv"));
  threads = dlsym (loaded (), "openblas_get_num_threads");
  g_assert_cmpint (threads (), ==, 1);
  g_assert_cmpuint (strlen (blas_core ()), >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/structure/blas-origin", test_origin);
  return g_test_run ();
}
