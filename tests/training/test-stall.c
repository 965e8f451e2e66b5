/* Runs that stand still are found at once, also where timers go on for ever, and say who waits for whom, since when. */
#include "training/training.h"

#include "job.h"
#include "suites.h"

/* Like BSP, but the last worker's pushes are dropped without an answer, and every worker has a period that brings nothing about. */
static void
on_start (Training *t, Node *worker)
{
  node_period (t, worker, (1 + node_index (worker)) * 1000000, 0);
  worker_compute (t, worker);
}

static void
on_push (Training *t, Node *server, const Parcel *push)
{
  server_gather (t, server, push, push->number);
  if (server_gathered (t, server) == 3)
    server_apply_average (t, server);
}

static void
on_applied (Training *t, Node *server, Node *nobody)
{
  server_reply (t, server, training_worker (t, 0));
}

static void
on_timer (Training *t, Node *worker, guint32 tag)
{
  node_period (t, worker, (1 + node_index (worker)) * 1000000, tag);
}

static const Protocol stuck = {
  .name = "stuck",
  .exchanges = RUNS_ON_SERVERS,
  .default_exchange = "parameter-server",
  .rounds = TRUE,
  .worker = { .on_start = on_start, .on_computed = worker_exchange, .on_timer = on_timer },
  .server = { .on_push = on_push, .on_applied = on_applied },
};

static char *
failure (RunSettings *settings, SimTime *at)
{
  const RunEnvironment environment = { .threads = 1, .record = RECORD_SETTINGS_DEFAULT };
  g_autoptr (GError) error = NULL;
  g_autoptr (Record) record = NULL;
  settings->training.protocol = &stuck;
  g_autoptr (Outcome) outcome = training_run (settings, &environment, &record, &error);
  g_assert_nonnull (error);
  *at = record_end (record);
  return g_strdup (error ? error->message : "");
}

/* Three workers, no time for messages, C = 2.5 ms. Round 0 is applied at C and only worker 0 is answered; it pushes at 2C, and the
 * server lacks the others' pushes. The periods of 1, 2 and 3 ms end once more each: the last of those that were pending at 5 ms at
 * 6 ms. The end by the clock, at 1 s, is not waited for. */
static void
test_periods (void)
{
  const Job job = { .protocol = "bsp", .workers = 3, .servers = 1, .step_time = 2.5e-3, .gradient_bytes = 4, .bandwidth = 1e12 };
  g_autoptr (RunSettings) settings = job_settings (&job);
  SimTime at;
  settings->stop.time = 1000000000;
  g_autofree char *message = failure (settings, &at);
  g_test_message ("%s", message);
  g_assert_cmpint (at, >=, 6000000);
  g_assert_cmpint (at, <=, 6000010);
  g_assert_nonnull (strstr (message, "deadlock at 0.006"));
  g_assert_nonnull (strstr (message, "timers that bring nothing about"));
  g_assert_nonnull (strstr (message, "worker0 waits for server0, which waits for the push of worker1, worker2, since 0.00500"));
  g_assert_nonnull (strstr (message, "worker1 waits for server0, which waits for the push of worker1, worker2, since 0.00250"));
}

void
add_stall_tests (void)
{
  g_test_add_func ("/training/stall/periods", test_periods);
}
