#include <glib.h>

#include "test-base.h"

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  csv_tests_add ();
  escape_tests_add ();
  json_writer_tests_add ();
  hash_tests_add ();
  index_heap_tests_add ();
  knob_tests_add ();
  file_tests_add ();
  random_tests_add ();
  sink_tests_add ();
  distribution_tests_add ();
  units_tests_add ();
  return g_test_run ();
}
