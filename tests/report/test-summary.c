#include "fixture.h"
#include "report/text_timeline.h"
#include "report/wrap.h"
#include "report/words.h"

static void
print_summary (FILE *to, gconstpointer data)
{
  report_summary (data, to, FALSE, 79);
}

static void
print_colourful (FILE *to, gconstpointer data)
{
  report_summary (data, to, TRUE, 79);
}

static void
test_says (void)
{
  g_autoptr (Fixture) fixture = fixture_new (8, 9);
  g_autofree char *text = captured (print_summary, &fixture->report), *colourful = captured (print_colourful, &fixture->report);
  const char *const said[] = { "by \"hand\"",
                               "ssp (staleness 3), 8 workers, parameter-server",
                               "star",
                               "3 times slower",
                               "stopped by iterations",
                               "84.31 %",
                               "samples/s",
                               "speed-up 2.75",
                               "where the workers' time went",
                               "worker7",
                               "#",
                               "." };
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    {
      if (strstr (text, said[i]) == NULL)
        g_test_message ("%s is missing in\n%s", said[i], text);
      g_assert_nonnull (strstr (text, said[i]));
    }
  for (guint i = 0; lines[i] != NULL; i++)
    g_assert_cmpuint (strlen (lines[i]), <=, 79);
  g_assert_null (strchr (text, '\033'));
  g_assert_nonnull (strchr (colourful, '\033'));
}

static void
print_timeline (FILE *to, gconstpointer data)
{
  text_timeline_print (data, to, FALSE, 16 + 20);
}

/* One iteration of 20 ns in 20 columns: worker0 computes 12, sends 4 (both communicate until it has arrived, latency included),
 * waits 4. */
static void
test_text_timeline (void)
{
  g_autoptr (Record) record = record_new (&RECORD_SETTINGS_DEFAULT);
  MessageSpan message = {
    .from = 0, .to = 1, .kind = SPAN_SEND, .start = 12, .left = 15, .latency = 1, .arrived = 16, .bytes = 9
  };
  g_autofree char *text = NULL;

  record_add_actor (record, "worker0", ACTOR_WORKER);
  record_add_actor (record, "worker1", ACTOR_WORKER);
  record_span (record, 0, SPAN_COMPUTE, 0, 12, 0);
  record_message (record, &message);
  record_span (record, 0, SPAN_BARRIER, 16, 20, 0);
  record_span (record, 1, SPAN_COMPUTE, 16, 19, 0);
  record_finish (record, 20);
  text = captured (print_timeline, record);
  g_assert_nonnull (strstr (text, "  worker0      ############>>>>....\n"));
  g_assert_nonnull (strstr (text, ">>>>###.\n"));
}

/* A server on worker0's machine sends from 2 to 12 of 20 ns in 20 columns: that takes the time of worker1 alone. */
static void
test_text_timeline_guest (void)
{
  MessageSpan message = {
    .from = 0, .to = 1, .kind = SPAN_PULL, .spared = END_SENDER, .start = 2, .left = 12, .arrived = 12
  };
  g_autoptr (Record) record = record_new (&RECORD_SETTINGS_DEFAULT);
  g_autofree char *text = NULL;

  record_add_actor (record, "worker0", ACTOR_WORKER);
  record_add_actor (record, "worker1", ACTOR_WORKER);
  record_message (record, &message);
  message = (MessageSpan){ .from = 1, .to = 0, .kind = SPAN_PUSH, .spared = END_RECEIVER, .start = 14, .left = 18, .arrived = 18 };
  record_message (record, &message);
  record_span (record, 0, SPAN_WAIT, 0, 20, 0);
  record_finish (record, 20);
  text = captured (print_timeline, record);
  g_assert_nonnull (strstr (text, "  worker0      ....................\n"));
  g_assert_nonnull (strstr (text, ">>>>>>>>>>..>>>>"));
}

/* With overlap, 20 ns in 20 columns: worker0 computes 0-9 and 10-19 while messages of its bucket, and of a server on its
 * machine, come and go from 2 to 20. Computing comes before communicating, and that before waiting. */
static void
test_text_timeline_overlap (void)
{
  g_autoptr (Record) record = record_new (&RECORD_SETTINGS_DEFAULT);
  g_autofree char *text = NULL;

  record_add_actor (record, "worker0", ACTOR_WORKER);
  record_add_actor (record, "worker1", ACTOR_WORKER);
  for (guint i = 0; i < 9; i++)
    {
      MessageSpan message = { .from = 1, .to = 0, .kind = SPAN_PUSH, .start = 2 * i + 2, .left = 2 * i + 4, .arrived = 2 * i + 4 };
      record_message (record, &message);
      record_message (record, &message);
    }
  record_span (record, 0, SPAN_COMPUTE, 0, 9, 0);
  record_span (record, 0, SPAN_COMPUTE, 10, 19, 1);
  record_finish (record, 20);
  text = captured (print_timeline, record);
  g_assert_nonnull (strstr (text, "  worker0      #########>#########>\n"));
  g_assert_nonnull (strstr (text, "  worker1      ..>>>>>>>>>>>>>>>>>>\n"));
}

typedef struct
{
  const char *text;
  guint begun, indent, width;
} Prose;

static void
print_prose (FILE *to, gconstpointer data)
{
  const Prose *prose = data;
  wrap_print (to, prose->text, prose->begun, prose->indent, prose->width);
}

/* A line ends at a word; a word longer than a line stands alone; nothing is broken where nobody looks on. */
static void
test_wrap (void)
{
  const struct
  {
    Prose prose;
    const char *wanted;
  } cases[] = {
    { { "one two three", 0, 2, 8 }, "one two\n  three\n" },
    { { "one two three", 5, 2, 8 }, "one\n  two\n  three\n" },
    { { "äöü äöü", 0, 0, 7 }, "äöü äöü\n" },
    { { "a incomprehensibilities b", 0, 1, 10 }, "a\n incomprehensibilities\n b\n" },
    { { "one two three", 70, 2, WIDTH_UNLIMITED }, "one two three\n" },
    { { "", 0, 2, 8 }, "\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = captured (print_prose, &cases[i].prose);
      g_assert_cmpstr (text, ==, cases[i].wanted);
    }
}

static void
test_counts (void)
{
  const struct
  {
    guint64 n;
    const char *text;
  } cases[] = { { 0, "0" }, { 999, "999" }, { 1000, "1,000" }, { 12345678, "12,345,678" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = words_count (cases[i].n);
      g_assert_cmpstr (words, ==, cases[i].text);
    }
}

void
add_summary_tests (void)
{
  g_test_add_func ("/report/summary/says", test_says);
  g_test_add_func ("/report/summary/text-timeline", test_text_timeline);
  g_test_add_func ("/report/summary/text-timeline-overlap", test_text_timeline_overlap);
  g_test_add_func ("/report/summary/text-timeline-guest", test_text_timeline_guest);
  g_test_add_func ("/report/summary/wrap", test_wrap);
  g_test_add_func ("/report/summary/counts", test_counts);
}
