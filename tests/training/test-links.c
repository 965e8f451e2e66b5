/* Whole runs on links that change. */
#include <glib/gstdio.h>

#include "job.h"
#include "network/link_script.h"
#include "suites.h"

static void
add_episode (RunSettings *settings, const char *link, double at, double lasts, double factor, double latency)
{
  NetworkSettings *network = &settings->cluster.network;
  if (!network->changes)
    network->changes = knobs_new (link_change_members);
  Knobs *episode = knobs_add_object (network->changes, "episodes");
  knobs_set_word (episode, "link", link);
  knobs_set_number (episode, "at", at);
  knobs_set_number (episode, "for", lasts);
  knobs_set_number (episode, "factor", factor);
  knobs_set_number (episode, "latency", latency);
  link_script_free (network->script);
  network->script = link_script_read (network->changes, NULL);
}

/* One worker, 1 s of compute, 1 s each way. From 1.5 s to 2.5 s its way out has half its rate: the push takes 0.5 + 1 s. From 3 s
 * to 3.25 s its way in is down: the pull takes 1.25 s. The second iteration is undisturbed. */
static void
test_server (void)
{
  Job job = { .protocol = "asp", .workers = 1, .servers = 1, .step_time = 1, .gradient_bytes = 1.25e9, .bandwidth = 1.25e9 };
  job.iterations = 2;
  g_autoptr (RunSettings) settings = job_settings (&job);
  add_episode (settings, "worker0>switch", 1.5, 1, 0.5, 0);
  add_episode (settings, "switch>worker0", 3, 0.25, 0, 0);
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SIMULATED], 3.75 + 3, 1e-8);
}

/* Nothing is kept of it, so that reductions may be reckoned at once. */
static Outcome *
run_quietly (const RunSettings *settings, gboolean no_shortcuts)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Record) record = NULL;
  const RunEnvironment environment = { .threads = 1, .data = { .seed = settings->seed }, .no_shortcuts = no_shortcuts };
  Outcome *outcome = training_run (settings, &environment, &record, &error);
  g_assert_no_error (error);
  return outcome;
}

/* What is reckoned at once goes step by step around the moments of a change, and comes to the same. Uneven numbers, so that the
 * episodes' borders fall anywhere within reductions. */
static void
test_shortcuts (void)
{
  static const char *const exchanges[] = { "ring", "tree", "recursive-doubling", "double-tree" };
  for (guint e = 0; e < G_N_ELEMENTS (exchanges); e++)
    {
      Job job = { .protocol = "bsp", .exchange = exchanges[e], .workers = 7, .step_time = 3.7e-3, .gradient_bytes = 4e6 };
      job.bandwidth = 2.385e9;
      job.latency = 1711;
      job.iterations = 12;
      g_autoptr (RunSettings) settings = job_settings (&job);
      add_episode (settings, "worker3", 0.0053, 0.0137, 0.3, 0);
      add_episode (settings, "worker5>switch", 0.0211, 0.0043, 1, 0.0002);
      add_episode (settings, "*", 0.0401, 0.0029, 0.61, 0);
      g_autoptr (Outcome) fast = run_quietly (settings, FALSE), slow = run_quietly (settings, TRUE);
      g_assert_cmpstr (fast->timeline, ==, slow->timeline);
      g_assert_cmpfloat (fast->metrics[METRIC_SIMULATED], ==, slow->metrics[METRIC_SIMULATED]);
      g_assert_cmpuint (slow->shortcuts, ==, 0);
      if (e == 0)
        g_assert_cmpuint (fast->shortcuts, >, 0);
    }
}

/* A link whose file gives it nothing for 5 ms of every 8 ms comes back each time; in a run that waits for nothing on the wire it
 * keeps nobody alive. */
static void
test_periodic (void)
{
  g_autofree char *path = NULL;
  Job job = { .protocol = "asp", .workers = 1, .servers = 1, .step_time = 1e-3, .gradient_bytes = 10e6, .bandwidth = 1e9 };
  job.iterations = 1;
  g_autoptr (RunSettings) settings = job_settings (&job);
  int file = g_file_open_tmp ("test-links-XXXXXX", &path, NULL);
  g_close (file, NULL);
  g_assert_true (g_file_set_contents (path, "0 1e9\n3e-3 0\nPERIODICITY 5e-3\n", -1, NULL));
  settings->cluster.network.changes = knobs_new (link_change_members);
  Knobs *profile = knobs_add_object (settings->cluster.network.changes, "profiles");
  knobs_set_word (profile, "link", "worker0>switch");
  knobs_set_word (profile, "bandwidth", path);
  settings->cluster.network.script = link_script_read (settings->cluster.network.changes, NULL);
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  /* The push has 2 ms of the first period, 3 of the next two and 2 of the fourth: until 26 ms; the pull takes 10 ms. */
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SIMULATED], 36e-3, 1e-8);
  g_remove (path);
}

static Knobs *
add_fault (RunSettings *settings, const char *kind, double at, double lasts)
{
  FaultSettings *faults = &settings->faults;
  faults->faults = g_renew (Fault, faults->faults, faults->n + 1);
  Fault *fault = &faults->faults[faults->n++];
  fault->kind = word_find (&fault_words, kind);
  fault->knobs = knobs_new (fault->kind->knobs);
  knobs_set_number (fault->knobs, "at", at);
  if (!isnan (lasts))
    knobs_set_number (fault->knobs, "for", lasts);
  return fault->knobs;
}

/* One worker, 1 s of compute, 1 s each way. What strikes at 1.5 s finds half of the push left.
 *   link-down for 2.5 s: all stands still: 1 + 1 + 2.5 + 1 = 5.5 s; so does a partition between worker and server
 *   link-slow for 1.25 s, half the rate and 0.25 s more of latency: the push ends at 2.5 s, the pull begins then: an eighth of it by
 *   2.75 s, the rest by 3.625 s, and the latency that there was when it began: 3.875 s */
static void
test_faults (void)
{
  static const double expected[] = { 5.5, 5.5, 3.875 };
  for (guint i = 0; i < 3; i++)
    {
      Job job = { .protocol = "asp", .workers = 1, .servers = 1, .step_time = 1, .gradient_bytes = 1.25e9, .bandwidth = 1.25e9 };
      job.iterations = 1;
      g_autoptr (RunSettings) settings = job_settings (&job);
      static const char *const groups[] = { "0", "server0", NULL };
      if (i == 0)
        knobs_set_word (add_fault (settings, "link-down", 1.5, 2.5), "link", "worker0>switch");
      else if (i == 1)
        {
          knobs_set_words (add_fault (settings, "partition", 1.5, 2.5), "groups", groups);
          for (guint later = 0; later < 2; later++) /* behind the end */
            knobs_set_word (add_fault (settings, "link-slow", 100, 1), "link", "worker0");
        }
      else
        {
          Knobs *slow = add_fault (settings, "link-slow", 1.5, 1.25);
          knobs_set_word (slow, "link", "worker0");
          knobs_set_number (slow, "factor", 0.5);
          knobs_set_number (slow, "latency", 0.25);
        }
      g_autoptr (Record) record = NULL;
      g_autoptr (Outcome) outcome = job_run (settings, 1, &record);
      g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SIMULATED], expected[i], 1e-8);
      guint n;
      const Instant *instants = record_instants (record, &n);
      g_assert_cmpuint (n, ==, 2);
      g_assert_cmpint (instants[0].at, ==, 1500000000);
      g_assert_cmpstr (instants[1].name, ==, i == 0 ? "link up" : i == 1 ? "partition healed" : "link no longer slow");
    }
}

/* Workers 0 and 1 are cut off from 2 and 3, and one server stays with each pair: pairs go on, and a worker waits for the shard that
 * is on the other side. Each shard is pushed in 1/8 s (4 workers, G/2 = B/16): the cut at 1.0625 s finds half of each push left.
 * Compute 1 s, cut for 3 s: push until 4.125 s; pull 1/8 s … of what the cut stops; what it does not stop has gone before. */
static void
test_partition (void)
{
  static const char *const groups[] = { "0-1,server0", NULL };
  Job job = { .protocol = "bsp", .workers = 4, .servers = 2, .step_time = 1, .gradient_bytes = 8e6, .bandwidth = 128e6 };
  job.iterations = 1;
  g_autoptr (RunSettings) settings = job_settings (&job);
  knobs_set_words (add_fault (settings, "partition", 1.0625, 3), "groups", groups);
  g_autoptr (Record) record = NULL;
  g_autoptr (Outcome) outcome = job_run (settings, 1, &record);
  guint n;
  const MessageSpan *messages = record_messages (record, &n);
  for (guint i = 0; i < n; i++)
    if (messages[i].kind == SPAN_PUSH)
      {
        gboolean same = (messages[i].from < 2) == (messages[i].to == 4);
        /* Half a push, 2 MB, is left: the two that go on share the server's link, 4 MB at 128 MB/s. The two others have it for
         * themselves when the partition has healed. */
        g_assert_cmpfloat_with_epsilon (sim_time_to_s (messages[i].left), same ? 1.0625 + 0.03125 : 4.0625 + 0.03125, 1e-7);
      }
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SIMULATED], 4.0625 + 0.03125 + 0.125, 1e-7);
}

/* Messages that get lost cost time and nothing else: the same weights, over a server and over a ring, whose shortcuts are not taken
 * meanwhile. */
static void
test_loss (void)
{
  static const char *const exchanges[] = { "parameter-server", "ring" };
  for (guint e = 0; e < 2; e++)
    {
      Job job = { .protocol = "bsp", .exchange = exchanges[e], .workers = 4, .servers = 1, .step_time = 1e-3, .bandwidth = 1e9 };
      job.iterations = 20;
      g_autoptr (RunSettings) lossy = job_learning (&job), whole = job_learning (&job);
      Knobs *loss = add_fault (lossy, "loss", 0, NAN);
      knobs_set_number (loss, "rate", 0.2);
      knobs_set_number (loss, "timeout", 5e-3);
      g_autoptr (Outcome) a = job_run (lossy, 1, NULL), b = run_quietly (whole, FALSE), c = run_quietly (lossy, FALSE);
      g_assert_cmpstr (a->weights, ==, b->weights);
      g_assert_cmpfloat (a->metrics[METRIC_SIMULATED], >, b->metrics[METRIC_SIMULATED] + 20 * 5e-3);
      g_assert_cmpfloat (a->metrics[METRIC_MESSAGES], ==, b->metrics[METRIC_MESSAGES]);
      g_assert_cmpstr (a->timeline, ==, c->timeline);
    }
  Job job = { .protocol = "bsp", .exchange = "ring", .workers = 7, .step_time = 1e-3, .gradient_bytes = 4e6, .bandwidth = 1e9 };
  job.iterations = 9;
  g_autoptr (RunSettings) timed = job_settings (&job);
  g_autoptr (Outcome) before = run_quietly (timed, FALSE);
  knobs_set_number (add_fault (timed, "loss", 0, NAN), "rate", 0.2);
  g_autoptr (Outcome) behind = run_quietly (timed, FALSE);
  g_assert_cmpuint (before->shortcuts, >, 0);
  g_assert_cmpuint (behind->shortcuts, ==, 0);
}

/* A partition for ever: the run says so instead of standing still. */
static void
test_endless (void)
{
  static const char *const groups[] = { "0", NULL };
  Job job = { .protocol = "bsp", .workers = 2, .servers = 1, .step_time = 1, .gradient_bytes = 1e6, .bandwidth = 1e9 };
  job.iterations = 3;
  g_autoptr (RunSettings) settings = job_settings (&job);
  g_autoptr (GError) error = NULL;
  g_autoptr (Record) record = NULL;
  const RunEnvironment environment = { .threads = 1 };
  knobs_set_words (add_fault (settings, "partition", 0.5, NAN), "groups", groups);
  g_autoptr (Outcome) outcome = training_run (settings, &environment, &record, &error);
  g_assert_true (error && strstr (error->message, "a message from worker0 to server0 is under way"));
}

void
add_links_tests (void)
{
  g_test_add_func ("/training/links/faults", test_faults);
  g_test_add_func ("/training/links/partition", test_partition);
  g_test_add_func ("/training/links/endless", test_endless);
  g_test_add_func ("/training/links/loss", test_loss);
  g_test_add_func ("/training/links/server", test_server);
  g_test_add_func ("/training/links/shortcuts", test_shortcuts);
  g_test_add_func ("/training/links/periodic", test_periodic);
}
