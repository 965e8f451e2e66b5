#include "network-tests.h"

#include <glib.h>

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  add_rates_tests ();
  add_sharing_tests ();
  add_race_tests ();
  add_message_tests ();
  add_link_changes_tests ();
  add_loss_tests ();
  add_simgrid_tests ();
  add_topology_tests ();
  add_graph_tests ();
  add_bisection_tests ();
  return g_test_run ();
}
