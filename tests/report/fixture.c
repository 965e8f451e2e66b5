#include "fixture.h"

#include "protocol/table.h"

#define LATENCY 50000

static void
settings_init (RunSettings *run, guint workers)
{
  run_settings_init (run);
  run->seed = 42;
  run->cluster.workers = workers;
  run->training.protocol = word_find (&protocol_words, "ssp");
  run->training.protocol_knobs = knobs_new (run->training.protocol->knobs);
  run->training.exchange = exchange_find ("parameter-server");
  run->training.exchange_knobs = knobs_new (run->training.exchange->knobs);
  run->cluster.network.topology = &topology_star;
  run->cluster.network.bandwidth = 1.25e9;
  run->cluster.network.latency = LATENCY / 2;
  run->cluster.slowdown.slow_count = 1;
  run->cluster.slowdown.slow_factor = 3;
  run->stop.target[TARGET_TEST_ACCURACY] = 0.8;
}

static Fixture *
fixture_empty (guint workers, gboolean server)
{
  Fixture *fixture = g_new0 (Fixture, 1);

  fixture->scenario.name = g_strdup ("by \"hand\"");
  settings_init (&fixture->scenario.run, workers);
  fixture->record = record_new (&RECORD_SETTINGS_DEFAULT);
  for (guint k = 0; k < workers; k++)
    {
      g_autofree char *name = g_strdup_printf ("worker%u", k);
      record_add_actor (fixture->record, name, ACTOR_WORKER);
    }
  if (server)
    record_add_actor (fixture->record, "server0", ACTOR_SERVER);
  fixture->outcome = g_new0 (Outcome, 1);
  fixture->outcome->evaluations = g_array_new (FALSE, FALSE, sizeof (EvaluationRow));
  fixture->report = (Report){ &fixture->scenario, fixture->record, fixture->outcome };
  return fixture;
}

static void
during (Record *record, guint32 actor, Activity what, SimTime start, SimTime end)
{
  record_activity (record, actor, what, 1, start);
  record_activity (record, actor, what, -1, end);
}

/* Returns when it has arrived. */
static SimTime
send (Record *record, guint32 from, guint32 to, SpanKind kind, SimTime start, SimTime takes, guint64 iteration)
{
  MessageSpan message = { .from = from,
                          .to = to,
                          .kind = kind,
                          .start = start,
                          .left = start + takes,
                          .latency = LATENCY,
                          .arrived = start + takes + LATENCY,
                          .bytes = takes / 2,
                          .iteration = iteration };
  record_message (record, &message);
  return message.arrived;
}

/* One round from @ready on; returns when the pulls have arrived. */
static SimTime
run_round (Fixture *fixture, guint workers, guint64 iteration, SimTime ready)
{
  SimTime last = 0, pulled = 0;

  for (guint k = 0; k < workers; k++)
    {
      SimTime step = 7013000 * (10 + (7 * k + 3 * iteration) % 5) / 10 * (k == 0 ? 3 : 1), pushed;

      record_span (fixture->record, k, SPAN_COMPUTE, ready, ready + step, iteration);
      during (fixture->record, k, ACTIVITY_COMPUTE, ready, ready + step);
      pushed = send (fixture->record, k, workers, SPAN_PUSH, ready + step, 2385001, iteration);
      during (fixture->record, k, ACTIVITY_COMMUNICATE, ready + step, pushed);
      last = MAX (last, pushed);
    }
  for (guint k = 0; k < workers; k++)
    {
      pulled = send (fixture->record, workers, k, SPAN_PULL, last, 3100007, iteration);
      during (fixture->record, k, ACTIVITY_COMMUNICATE, last, pulled);
    }
  return pulled;
}

static void
add_evaluation (Fixture *fixture, guint64 updates, SimTime at, double x)
{
  EvaluationRow row = { .time = at,
                        .updates = updates,
                        .samples = updates * 96,
                        .bytes = updates * 1000003,
                        .batch_loss = NAN,
                        .train_loss = 0.3 + 2 * exp (-3 * x),
                        .test_loss = 0.4 + 1.9 * exp (-2.9 * x),
                        .test_accuracy = 0.85 - 0.75 * exp (-4 * x) };
  g_array_append_val (fixture->outcome->evaluations, row);
}

static void
fill_workers (Fixture *fixture, guint workers, guint64 iterations)
{
  Outcome *outcome = fixture->outcome;

  outcome->names = g_string_chunk_new (64);
  outcome->n_workers = workers;
  outcome->workers = g_new0 (WorkerOutcome, workers);
  for (guint k = 0; k < workers; k++)
    {
      g_autofree char *name = g_strdup_printf ("worker%u", k);
      outcome->workers[k].name = g_string_chunk_insert (outcome->names, name);
      outcome->workers[k].iterations = iterations;
      for (guint a = 0; a < N_ACTIVITIES; a++)
        outcome->workers[k].seconds[a] = sim_time_to_s (record_time (fixture->record, k, a));
    }
}

static void
fill_outcome (Fixture *fixture, guint workers, guint64 iterations)
{
  Outcome *outcome = fixture->outcome;

  for (guint m = 0; m < N_METRICS; m++)
    outcome->metrics[m] = NAN;
  outcome->metrics[METRIC_FINAL_TRAIN_LOSS] = 0.1 + 0.2; /* 0.30000000000000004 */
  outcome->metrics[METRIC_FINAL_TEST_ACCURACY] = 0.8431;
  outcome->metrics[METRIC_SIMULATED] = sim_time_to_s (record_end (fixture->record));
  outcome->metrics[METRIC_UPDATES] = iterations;
  outcome->metrics[METRIC_SAMPLES] = iterations * workers * 32.0;
  outcome->metrics[METRIC_THROUGHPUT] = iterations * workers * 32.0 / outcome->metrics[METRIC_SIMULATED];
  outcome->metrics[METRIC_SPEEDUP] = 2.75;
  outcome->metrics[METRIC_EFFICIENCY] = 2.75 / workers;
  outcome->metrics[METRIC_BYTES] = 9007199254740991.0; /* 2^53 - 1 */
  outcome->metrics[METRIC_MESSAGES] = 2.0 * workers * iterations;
  outcome->metrics[METRIC_BREAKDOWN_COMPUTE] = 0.5;
  outcome->metrics[METRIC_BREAKDOWN_COMMUNICATE] = 0.3;
  outcome->metrics[METRIC_BREAKDOWN_WAIT] = 0.2;
  outcome->events = 12345;
  outcome->wall_s = 0.25;
  outcome->stopped_by = "iterations";
  record_fingerprint (fixture->record, outcome->timeline);
  fill_workers (fixture, workers, iterations);
}

Fixture *
fixture_new (guint workers, guint iterations)
{
  Fixture *fixture = fixture_empty (workers, TRUE);
  SimTime ready = 0;

  for (guint64 i = 0; i < iterations; i++)
    {
      add_evaluation (fixture, i, ready, (double)i / iterations);
      ready = run_round (fixture, workers, i, ready);
    }
  add_evaluation (fixture, iterations, ready, 1);
  record_instant (fixture->record, G_MAXUINT32, "target met", ready);
  record_finish (fixture->record, ready);
  fill_outcome (fixture, workers, iterations);
  return fixture;
}

Fixture *
fixture_new_peers (void)
{
  Fixture *fixture = fixture_empty (2, FALSE);
  MessageSpan lost = { .from = 1,
                       .to = 0,
                       .kind = SPAN_SEND,
                       .lost = TRUE,
                       .start = 2100,
                       .left = 2900,
                       .latency = 100,
                       .arrived = 2900,
                       .bytes = 77,
                       .iteration = 1,
                       .label = { 7, PHASE_ALL_GATHER, 2 } };

  record_span (fixture->record, 0, SPAN_COMPUTE, 0, 1001, 0);
  record_span (fixture->record, 1, SPAN_COMPUTE, 0, 1003, 0);
  send (fixture->record, 1, 0, SPAN_SEND, 1003, 700, 0);
  send (fixture->record, 0, 1, SPAN_SEND, 1001, 900, 0);
  record_message (fixture->record, &lost);
  record_instant (fixture->record, 1, "crash", 2900);
  record_finish (fixture->record, 60000);
  fill_outcome (fixture, 2, 1);
  return fixture;
}

void
fixture_free (Fixture *fixture)
{
  record_free (fixture->record);
  outcome_free (fixture->outcome);
  run_settings_clear (&fixture->scenario.run);
  g_free (fixture->scenario.name);
  g_free (fixture);
}

char *
captured (void (*print) (FILE *to, gconstpointer data), gconstpointer data)
{
  char *text = NULL, *copy;
  size_t length = 0;
  FILE *to = open_memstream (&text, &length);

  print (to, data);
  fclose (to);
  copy = g_strdup (text);
  free (text);
  return copy;
}

char *
scratch_folder (void)
{
  return g_dir_make_tmp ("lockstep-report-XXXXXX", NULL);
}
