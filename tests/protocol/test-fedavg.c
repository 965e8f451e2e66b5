/* Federated averaging: BSP at one end, fewer clients, a deadline. */
#include "../training/job.h"

static RunSettings *
settings_of (const char *protocol, guint workers, gboolean learning)
{
  const Job job = {
    .protocol = protocol, .workers = workers, .servers = 1, .step_time = 1e-3, .bandwidth = 3e7, .latency = 7000
  };
  RunSettings *settings = learning ? job_learning (&job) : job_settings (&job);
  if (!learning)
    settings->job.gradient_bytes = 4000;
  settings->stop.updates = 9;
  return settings;
}

/* One step and all clients: every loss to 1e-6, at the same time. */
static void
test_one_step_is_bsp (void)
{
  g_autoptr (RunSettings) fedavg = settings_of ("fedavg", 5, TRUE), bsp = settings_of ("bsp", 5, TRUE);
  knobs_set_number (fedavg->training.protocol_knobs, "local_steps", 1);
  fedavg->cluster.slowdown.dist = bsp->cluster.slowdown.dist = (Distribution){ word_find (&distribution_words, "exponential"), { 1 } };
  fedavg->evaluate.every_updates = bsp->evaluate.every_updates = 1;
  g_autoptr (Outcome) a = job_run (fedavg, 1, NULL), b = job_run (bsp, 1, NULL);
  g_assert_cmpuint (a->evaluations->len, ==, 10);
  for (guint i = 0; i < 10; i++)
    {
      const EvaluationRow *one = &g_array_index (a->evaluations, EvaluationRow, i);
      const EvaluationRow *other = &g_array_index (b->evaluations, EvaluationRow, i);
      g_assert_cmpint (one->time, ==, other->time);
      g_assert_cmpfloat_with_epsilon (one->train_loss, other->train_loss, 1e-6);
    }
  g_assert_cmpfloat (a->metrics[METRIC_SIMULATED], ==, b->metrics[METRIC_SIMULATED]);
}

/* 9 rounds of 3 clients of 10, 4 steps each: 27 pushes; the first round's clients have the parameters, those of the rounds after it,
 * and of the one that is not begun any more, get them: 27 messages. */
static void
test_few_clients (void)
{
  g_autoptr (RunSettings) settings = settings_of ("fedavg", 10, FALSE);
  knobs_set_number (settings->training.protocol_knobs, "local_steps", 4);
  knobs_set_number (settings->training.protocol_knobs, "clients_per_round", 3);
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat (outcome->metrics[METRIC_UPDATES], ==, 9);
  g_assert_cmpfloat (outcome->metrics[METRIC_SAMPLES], ==, 9 * 3 * 4 * 8);
  g_assert_cmpfloat (outcome->metrics[METRIC_MESSAGES], ==, 54);
  g_assert_cmpfloat (outcome->metrics[METRIC_DROPPED], ==, 0);
  guint took_part = 0;
  for (guint k = 0; k < 10; k++)
    took_part += outcome->workers[k].iterations > 0;
  g_assert_cmpuint (took_part, >, 3);
}

/* @worker takes @factor times as long as the others. */
static void
slow_down (RunSettings *settings, gint64 worker, double factor)
{
  settings->cluster.slowdown.slow_list = g_memdup2 (&worker, sizeof worker);
  settings->cluster.slowdown.slow_count = 1;
  settings->cluster.slowdown.slow_factor = factor;
}

/* Worker 0 takes 10 C a step, the others C; the deadline is 5 C. Rounds close then, without it, and its work is dropped: cut short
 * when it is called again. */
static void
test_deadline (void)
{
  g_autoptr (RunSettings) settings = settings_of ("fedavg", 4, FALSE);
  knobs_set_number (settings->training.protocol_knobs, "local_steps", 2);
  knobs_set_number (settings->training.protocol_knobs, "round_deadline", 5e-3);
  slow_down (settings, 0, 10);
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat (outcome->metrics[METRIC_UPDATES], ==, 9);
  g_assert_cmpfloat (outcome->metrics[METRIC_SAMPLES], ==, 9 * 3 * 2 * 8);
  g_assert_cmpfloat (outcome->metrics[METRIC_DROPPED], ==, 9);
  g_assert_cmpfloat_with_epsilon (outcome->metrics[METRIC_SIMULATED], 9 * 5e-3, 1e-3);
}

/* Two steps of worker 0 take 3 C, so that rounds of 3 C and more never reach their deadline of 5 C; but each is under way when that of
 * the one before passes, which is nothing to it. */
static void
test_past_deadline (void)
{
  g_autoptr (RunSettings) settings = settings_of ("fedavg", 4, FALSE);
  knobs_set_number (settings->training.protocol_knobs, "local_steps", 2);
  knobs_set_number (settings->training.protocol_knobs, "round_deadline", 5e-3);
  slow_down (settings, 0, 1.5);
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat (outcome->metrics[METRIC_UPDATES], ==, 9);
  g_assert_cmpfloat (outcome->metrics[METRIC_SAMPLES], ==, 9 * 4 * 2 * 8);
  g_assert_cmpfloat (outcome->metrics[METRIC_DROPPED], ==, 0);
}

/* Worker 0 takes 8 C for its two steps, and rounds are closed after 5 C; where it is not called again meanwhile its change comes to a
 * later round, which does not take it. Each of the 30 rounds has called two; what one of them computed counted or was dropped. */
static void
test_late_change (void)
{
  g_autoptr (RunSettings) settings = settings_of ("fedavg", 7, FALSE);
  knobs_set_number (settings->training.protocol_knobs, "local_steps", 2);
  knobs_set_number (settings->training.protocol_knobs, "round_deadline", 5e-3);
  knobs_set_number (settings->training.protocol_knobs, "clients_per_round", 2);
  slow_down (settings, 0, 4);
  settings->stop.updates = 30;
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  g_assert_cmpfloat (outcome->metrics[METRIC_UPDATES], ==, 30);
  g_assert_cmpfloat (outcome->metrics[METRIC_DROPPED], >, 2);
  g_assert_cmpfloat (outcome->metrics[METRIC_SAMPLES], ==, (30 * 2 - outcome->metrics[METRIC_DROPPED]) * 2 * 8);
}

/* Clients with budgets of their own: those that are done are not drawn any more, and everybody reaches 6 iterations. */
static void
test_iterations (void)
{
  g_autoptr (RunSettings) settings = settings_of ("fedavg", 7, FALSE);
  knobs_set_number (settings->training.protocol_knobs, "local_steps", 2);
  knobs_set_number (settings->training.protocol_knobs, "clients_per_round", 3);
  settings->stop = (StopSettings){ .iterations = 6, .target = { NAN, NAN, NAN } };
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  for (guint k = 0; k < 7; k++)
    g_assert_cmpuint (outcome->workers[k].iterations, ==, 6);
  g_assert_cmpfloat (outcome->metrics[METRIC_SAMPLES], ==, 7 * 6 * 8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/protocol/fedavg/one-step-is-bsp", test_one_step_is_bsp);
  g_test_add_func ("/protocol/fedavg/few-clients", test_few_clients);
  g_test_add_func ("/protocol/fedavg/deadline", test_deadline);
  g_test_add_func ("/protocol/fedavg/past-deadline", test_past_deadline);
  g_test_add_func ("/protocol/fedavg/late-change", test_late_change);
  g_test_add_func ("/protocol/fedavg/iterations", test_iterations);
  return g_test_run ();
}
