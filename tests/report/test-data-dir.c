#include "base/data_dir.h"
#include "base/file.h"
#include "fixture.h"

/* The tests' own binary is uninstalled, so the source tree is there; $LOCKSTEP_DATADIR comes before it. */
static void
test_order (void)
{
  g_autofree char *scratch = scratch_folder (), *plots = g_build_filename (scratch, "plots", NULL);
  g_autofree char *mine = g_build_filename (plots, "timeline.gp", NULL), *found = NULL, *fallback = NULL;

  g_unsetenv ("LOCKSTEP_DATADIR");
  fallback = data_file_find ("plots/timeline.gp");
  g_assert_cmpstr (fallback, ==, LOCKSTEP_SOURCE_DIR "/plots/timeline.gp");
  g_assert_null (data_file_find ("plots/nothing.gp"));
  g_mkdir (plots, 0777);
  g_assert_true (g_file_set_contents (mine, "", -1, NULL));
  g_setenv ("LOCKSTEP_DATADIR", scratch, TRUE);
  found = data_file_find ("plots/timeline.gp");
  g_assert_cmpstr (found, ==, mine);
  g_clear_pointer (&found, g_free);
  found = data_file_find ("plots/palette.gp");
  g_assert_cmpstr (found, ==, LOCKSTEP_SOURCE_DIR "/plots/palette.gp");
  g_unsetenv ("LOCKSTEP_DATADIR");
  file_remove_tree (scratch, NULL);
}

void
add_data_dir_tests (void)
{
  g_test_add_func ("/report/data-dir/order", test_order);
}
