#include <glib.h>

#include "test-sim.h"

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  event_queue_tests_add ();
  simulator_tests_add ();
  return g_test_run ();
}
