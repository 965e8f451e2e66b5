#include "job.h"

static void
set_exchange (TrainingSettings *training, const Job *job)
{
  const char *name = job->exchange ? job->exchange : training->protocol->default_exchange;
  if (!name)
    return;
  training->exchange = exchange_find (name);
  training->exchange_knobs = knobs_new (training->exchange->knobs);
  if (training->exchange->collective)
    return;
  knobs_set_number (training->exchange_knobs, "servers", MAX (job->servers, 1));
  knobs_set_word (training->exchange_knobs, "placement", job->colocated ? "colocated" : "dedicated");
}

RunSettings *
job_settings (const Job *job)
{
  RunSettings *s = g_new0 (RunSettings, 1);
  run_settings_init (s);
  s->seed = 7;
  s->learning.batch = 8;
  s->job.gradients = GRADIENTS_MODELLED;
  s->job.gradient_bytes = job->gradient_bytes;
  s->job.step_time = job->step_time;
  s->cluster.workers = job->workers;
  s->cluster.network.topology = &topology_star;
  s->cluster.network.bandwidth = job->bandwidth;
  s->cluster.network.latency = job->latency;
  s->training.protocol = word_find (&protocol_words, job->protocol);
  s->training.protocol_knobs = knobs_new (s->training.protocol->knobs);
  if (knob_find (s->training.protocol->knobs, "staleness"))
    knobs_set_number (s->training.protocol_knobs, "staleness", job->staleness);
  set_exchange (&s->training, job);
  s->stop.iterations = job->iterations;
  return s;
}

void
job_free (RunSettings *settings)
{
  run_settings_clear (settings);
  g_free (settings);
}

RunSettings *
job_learning (const Job *job)
{
  RunSettings *s = job_settings (job);
  LearningSettings *l = &s->learning;
  s->job.gradients = GRADIENTS_REAL;
  s->job.gradient_bytes = NAN;
  l->model = word_find (&model_words, "softmax");
  l->model_knobs = knobs_new (l->model->knobs);
  l->data = word_find (&data_source_words, "blobs");
  l->data_knobs = knobs_new (l->data->knobs);
  knobs_set_number (l->data_knobs, "train", 400);
  knobs_set_number (l->data_knobs, "test", 100);
  l->optimizer = word_find (&optimizer_words, "sgd");
  l->optimizer_knobs = knobs_new (l->optimizer->knobs);
  knobs_set_number (l->optimizer_knobs, "rate", 0.1);
  return s;
}

void
job_deepen (RunSettings *settings)
{
  LearningSettings *l = &settings->learning;
  knobs_free (l->model_knobs);
  l->model = word_find (&model_words, "mlp");
  l->model_knobs = knobs_new (l->model->knobs);
  knobs_set_integers (l->model_knobs, "hidden", (const gint64[]){ 13, 7 }, 2);
}

Outcome *
job_run (const RunSettings *settings, guint threads, Record **record)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Record) own = NULL;
  const RunEnvironment environment = { .threads = threads,
                                       .data = { .seed = settings->seed },
                                       .record = RECORD_SETTINGS_DEFAULT };
  Outcome *outcome = training_run (settings, &environment, &own, &error);
  g_assert_no_error (error);
  g_assert_nonnull (outcome);
  if (record)
    *record = g_steal_pointer (&own);
  return outcome;
}

gboolean
job_quick (void)
{
  return g_getenv ("LOCKSTEP_TEST_QUICK") != NULL;
}

double
job_time (const Job *job)
{
  g_autoptr (RunSettings) settings = job_settings (job);
  g_autoptr (Outcome) outcome = job_run (settings, 1, NULL);
  return outcome->metrics[METRIC_SIMULATED];
}
