/* Predictions against collectives timed on real sockets over shaped links (tests/data/measured.csv): 100 Mbit/s, mtu 9000, of
 * whose 9014 bytes on the wire 8948 are payload, 0.1 ms one way. The best of five runs is met within 2.5 %.
 */
#include "bed.h"
#include "suites.h"

#include <math.h>
#include <string.h>

static double
predicted_s (const Collective *collective, guint n, gsize bytes)
{
  BedShape shape = { .n_hosts = n, .bandwidth = 100e6 / 8 * 8948 / 9014, .latency = 50000 };
  Plan plan = { .collective = collective, .n_ranks = n, .n_elements = bytes / ELEMENT_BYTES, .group = 1 };
  g_autoptr (Bed) bed = bed_new (&shape);
  BedRun *run = bed_add (bed, &plan, OPERATOR_SUM, NULL, NULL);
  bed_run (bed);
  return sim_time_to_s (run->all_done);
}

/* One row: algorithm,nodes,bytes,median_s,min_s. TRUE when it is of a collective. */
static gboolean
check_row (const char *row)
{
  g_auto (GStrv) cells = g_strsplit (row, ",", -1);
  const Collective *collective = g_strv_length (cells) == 5 ? word_find (&collective_words, cells[0]) : NULL;
  if (!collective)
    return FALSE;
  double measured = g_ascii_strtod (cells[4], NULL);
  double predicted = predicted_s (collective, g_ascii_strtoull (cells[1], NULL, 10), g_ascii_strtoull (cells[2], NULL, 10));
  g_test_message ("%s: %+.2f %%", row, 100 * (predicted / measured - 1));
  g_assert_cmpfloat (fabs (predicted / measured - 1), <=, 0.025);
  return TRUE;
}

static void
test_measured (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "measured.csv", NULL);
  g_autofree char *text = NULL;
  guint n = 0;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_auto (GStrv) rows = g_strsplit (text ? text : "", "\n", -1);
  for (char **row = rows; *row; row++)
    n += check_row (*row);
  g_assert_cmpuint (n, >=, 30);
}

void
add_measured_tests (void)
{
  g_test_add_func ("/collective/measured", test_measured);
}
