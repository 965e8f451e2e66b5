#include "suites.h"

#include <glib.h>

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  add_plan_tests ();
  add_time_tests ();
  add_closed_form_tests ();
  add_payload_tests ();
  add_abort_tests ();
  add_estimate_tests ();
  add_measured_tests ();
  add_racks_tests ();
  add_form_tests ();
  return g_test_run ();
}
