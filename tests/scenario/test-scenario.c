#include <glib.h>

#include "test-scenario.h"

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  add_json_tests ();
  add_diagnostics_tests ();
  add_knobs_tests ();
  add_machines_tests ();
  add_model_file_tests ();
  add_reading_tests ();
  add_expect_tests ();
  add_reference_tests ();
  add_sweep_tests ();
  add_wrong_tests ();
  return g_test_run ();
}
