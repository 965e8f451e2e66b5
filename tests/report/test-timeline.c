#include "fixture.h"
#include "report/lanes.h"
#include "report/timeline_rows.h"
#include "report/timeline_window.h"

static void
print_csv (FILE *to, gconstpointer data)
{
  timeline_rows_write_csv (data, to);
}

/* Sorted by start, then actor; a message is on both lanes, one latency (50 us) apart; the lost one only at its sender and until
 * it was lost. */
static void
test_csv (void)
{
  g_autoptr (Fixture) fixture = fixture_new_peers ();
  g_autoptr (TimelineRows) rows = timeline_rows_new (fixture->record);
  g_autofree char *csv = captured (print_csv, rows);

  g_assert_cmpstr (csv, ==,
                   "actor,lane,kind,start_s,end_s,iteration,bytes,peer\n"
                   "worker0,compute,compute,0.000000000,0.000001001,0,,\n"
                   "worker0,compute,wait,0.000000000,0.000060000,0,,\n"
                   "worker1,compute,compute,0.000000000,0.000001003,0,,\n"
                   "worker1,compute,wait,0.000000000,0.000060000,0,,\n"
                   "worker0,send,send,0.000001001,0.000001901,0,450,worker1\n"
                   "worker1,send,send,0.000001003,0.000001703,0,350,worker0\n"
                   "worker1,send,send,0.000002100,0.000002900,1,77,worker0\n"
                   "worker1,receive,receive,0.000051001,0.000051901,0,450,worker0\n"
                   "worker0,receive,receive,0.000051003,0.000051703,0,350,worker1\n");
}

/* Against the definition: the lowest lane whose last interval is over; random intervals with ties and without length. */
static void
test_lanes_oracle (void)
{
  g_autoptr (Lanes) lanes = lanes_new ();
  SimTime free_at[256] = { 0 }, start = 0;
  guint64 state = 88172645463325252u;
  guint most = 0;

  for (guint i = 0; i < 2000; i++)
    {
      guint lane = 0;
      SimTime end;

      state ^= state << 13, state ^= state >> 7, state ^= state << 17;
      start += state % 3;
      end = start + (state >> 8) % 29;
      while (free_at[lane] > start)
        lane++;
      free_at[lane] = MAX (end, start + 1);
      most = MAX (most, lane + 1);
      g_assert_cmpuint (lanes_take (lanes, start, end), ==, lane);
    }
  g_assert_cmpuint (lanes_count (lanes), ==, most);
  g_assert_cmpuint (most, >, 5);
}

/* Rounds are barriers: every worker's seventh compute begins when six rounds are over. With six rounds or fewer the whole run is
 * shown. */
static void
test_window (void)
{
  g_autoptr (Fixture) six = fixture_new (3, 6), ten = fixture_new (3, 10);
  g_autoptr (TimelineRows) rows = timeline_rows_new (ten->record);

  g_assert_cmpint (timeline_window_of_record (six->record, 16), ==, record_end (six->record));
  g_assert_cmpint (timeline_window_of_record (ten->record, 16), ==, record_end (six->record));
  g_assert_cmpint (timeline_window_of_rows (rows, 16, record_end (ten->record)), ==, record_end (six->record));
}

/* Workers that compute 1, 2 and 10 ns at a time begin their seventh at 6, 12 and 60: the median is shown. */
static void
test_window_median (void)
{
  static const SimTime length[] = { 10, 1, 2 };
  g_autoptr (Record) record = record_new (&RECORD_SETTINGS_DEFAULT);
  for (guint k = 0; k < 3; k++)
    record_add_actor (record, "worker", ACTOR_WORKER);
  for (guint k = 0; k < 3; k++)
    for (guint i = 0; i < 8; i++)
      record_span (record, k, SPAN_COMPUTE, i * length[k], (i + 1) * length[k], i);
  record_finish (record, 80);
  g_assert_cmpint (timeline_window_of_record (record, 16), ==, 12);
}

/* A run that is interrupted before its first span. */
static void
test_nothing (void)
{
  g_autoptr (Record) record = record_new (&RECORD_SETTINGS_DEFAULT);
  g_autoptr (TimelineRows) rows = timeline_rows_new (record);
  g_autofree char *csv = captured (print_csv, rows);

  g_assert_cmpuint (rows->n_rows, ==, 0);
  g_assert_cmpstr (csv, ==, TIMELINE_CSV_HEAD "\n");
}

void
add_timeline_tests (void)
{
  g_test_add_func ("/report/timeline/nothing", test_nothing);
  g_test_add_func ("/report/timeline/csv", test_csv);
  g_test_add_func ("/report/timeline/lanes-oracle", test_lanes_oracle);
  g_test_add_func ("/report/timeline/window", test_window);
  g_test_add_func ("/report/timeline/window-median", test_window_median);
}
