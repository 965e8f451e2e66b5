#include <glib.h>

#include "suites.h"

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  add_choice_tests ();
  add_conformance_tests ();
  add_corrupt_tests ();
  add_faults_tests ();
  add_links_tests ();
  add_order_statistics_tests ();
  add_outcome_tests ();
  add_own_rows_tests ();
  add_pace_tests ();
  add_parts_tests ();
  add_pushes_tests ();
  add_round_rules_tests ();
  add_server_rules_tests ();
  add_timing_tests ();
  add_semantics_tests ();
  add_stall_tests ();
  add_step_tests ();
  add_trajectory_tests ();
  return g_test_run ();
}
