#include "fixture.h"
#include "report/lanes.h"
#include "report/timeline_picture.h"
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

  g_assert_cmpint (timeline_window_of_record (six->record, 16).until, ==, record_end (six->record));
  g_assert_cmpint (timeline_window_of_record (ten->record, 16).until, ==, record_end (six->record));
  g_assert_cmpint (timeline_window_of_rows (rows, 16, record_end (ten->record)).until, ==, record_end (six->record));
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
  g_assert_cmpint (timeline_window_of_record (record, 16).until, ==, 12);
}

/* Two workers of 20 iterations of 10 ns; who crashes in iteration @in is down for 30 ns. Worker 0 turns slow at 20, a link
 * goes down at 100. */
static Record *
record_with_crash (guint32 crashes, guint64 in)
{
  Record *record = record_new (&RECORD_SETTINGS_DEFAULT);
  for (guint k = 0; k < 2; k++)
    record_add_actor (record, "worker", ACTOR_WORKER);
  for (guint32 k = 0; k < 2; k++)
    for (guint64 i = 0; i < 20; i++)
      {
        SimTime late = k == crashes && i > in ? 30 : 0, start = (SimTime)i * 10 + late;
        record_span (record, k, SPAN_COMPUTE, start, start + (k == crashes && i == in ? 5 : 10), i);
      }
  record_instant (record, 0, "slow", 20);
  record_instant (record, crashes, "crash", (SimTime)in * 10 + 5);
  record_instant (record, G_MAXUINT32, "link down", 100);
  record_span (record, crashes, SPAN_DOWN, (SimTime)in * 10 + 5, (SimTime)in * 10 + 35, 0);
  record_finish (record, 230);
  return record;
}

/* Who crashes in the tenth iteration is shown from the ninth on, for six iterations of the typical worker; a crash at the beginning
 * moves nothing, nor does one of a worker that is not shown. */
static void
test_window_crash (void)
{
  g_autoptr (Record) early = record_with_crash (0, 2), late = record_with_crash (0, 10), other = record_with_crash (1, 10);
  g_autoptr (TimelineRows) rows = timeline_rows_new (late);
  TimelineWindow around = timeline_window_of_record (late, 16), same = timeline_window_of_rows (rows, 16, record_end (late));

  g_assert_cmpint (timeline_window_of_record (early, 16).from, ==, 0);
  g_assert_cmpint (around.from, ==, 90);
  g_assert_cmpint (around.until, ==, 180);
  g_assert_cmpint (same.from, ==, around.from);
  g_assert_cmpint (same.until, ==, around.until);
  g_assert_cmpint (timeline_window_of_record (other, 1).from, ==, 0);
  g_assert_cmpint (timeline_window_of_record (other, 16).from, ==, 90);
}

/* The key names what happened in the window; its mark is on the row of the worker, or on all. */
static void
test_marks (void)
{
  g_autoptr (Record) record = record_with_crash (1, 10);
  g_autoptr (TimelineRows) rows = timeline_rows_new (record);
  g_autoptr (TimelinePicture) picture = timeline_picture_new (90, 180, 16);
  g_autoptr (GString) settings = g_string_new (NULL), data = NULL;
  timeline_picture_add (picture, NULL, rows, record);
  timeline_picture_settings (picture, settings);
  data = timeline_picture_data (picture);

  g_assert_nonnull (strstr (settings->str, "marks = 2\nmark1 = \"crash\"\nmark2 = \"link down\"\n"));
  g_assert_nonnull (strstr (data->str, "# mark1\n0.000000105 0.000000105 1.0000 1.0000\n"));
  g_assert_nonnull (strstr (data->str, "# mark2\n0.000000100 0.000000100 0.0000 2.0000\n"));
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
  g_test_add_func ("/report/timeline/window-crash", test_window_crash);
  g_test_add_func ("/report/timeline/marks", test_marks);
}
