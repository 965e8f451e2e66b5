/* gsl.pc brings a CBLAS of its own, which defines OpenBLAS's functions again and 13 times slower. Which of the two the
 * program calls is decided by the order of libraries on the linker's command line, so it is asked here where each of them
 * is found: in the same shared object as a function that only OpenBLAS has. */
#include <dlfcn.h>
#include <glib.h>

static const void *
object_of (const char *function)
{
  Dl_info info = { 0 };
  void *address = dlsym (RTLD_DEFAULT, function);

  if (address == NULL || dladdr (address, &info) == 0)
    return NULL;
  return info.dli_fbase;
}

static void
test_origin (gconstpointer function)
{
  const void *openblas = object_of ("openblas_get_corename");

  g_assert_true (openblas != NULL);
  g_assert_true (object_of (function) == openblas);
}

int
main (int argc, char **argv)
{
  static const char *const functions[] = { "cblas_sgemm", "cblas_sgemv", "cblas_saxpy", "cblas_sdot", "cblas_snrm2", "cblas_sscal" };

  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    {
      g_autofree char *path = g_strdup_printf ("/structure/blas-origin/%s", functions[i]);
      g_test_add_data_func (path, functions[i], test_origin);
    }
  return g_test_run ();
}
