/* report/: files, tables and pictures. */
#include "fixture.h"

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  add_result_tests ();
  add_timeline_tests ();
  add_trace_tests ();
  add_folder_tests ();
  add_summary_tests ();
  add_points_tests ();
  add_compare_tests ();
  add_critical_path_tests ();
  add_path_text_tests ();
  add_data_dir_tests ();
  return g_test_run ();
}
