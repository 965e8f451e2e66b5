#include "learning/blas.h"
#include "suites.h"

int
main (int argc, char **argv)
{
  g_assert_true (blas_start (1, NULL));
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  add_aggregation_tests ();
  add_idx_tests ();
  add_dataset_tests ();
  add_csv_tests ();
  add_conv_tests ();
  add_gradient_tests ();
  add_model_tests ();
  add_partition_tests ();
  add_skewed_partition_tests ();
  add_update_tests ();
  Dataset *fashion_mnist = load_fashion_mnist ();
  add_fashion_mnist_tests (fashion_mnist);
  int failed = g_test_run ();
  g_clear_pointer (&fashion_mnist, dataset_free);
  return failed;
}
