#include "chaos.h"

#define UPDATES 4 /* rounds, or as many of each worker */
#define STALENESS 1

RunSettings *
chaos_settings (const Bed *bed)
{
  const Job job = { .protocol = bed->protocol->name,
                    .exchange = bed->exchange ? bed->exchange->name : NULL,
                    .workers = CHAOS_WORKERS,
                    .servers = bed->servers,
                    .step_time = 1e-3,
                    .gradient_bytes = 3000,
                    .bandwidth = 3.7e6,
                    .latency = 13000,
                    .staleness = STALENESS };
  RunSettings *settings = bed->real ? job_learning (&job) : job_settings (&job);
  if (bed->protocol->exchanges == RUNS_ALONE)
    settings->cluster.workers = 1;
  settings->stop.iterations = 0;
  settings->stop.updates = UPDATES * (bed->protocol->rounds ? 1 : CHAOS_WORKERS);
  settings->training.overlap = bed->overlap;
  settings->training.bucket_bytes = 1000;
  settings->training.apply_time = bed->apply_time;
  settings->training.recovery = bed->recovery;
  settings->training.detection.period = 700000;
  settings->training.detection.timeout = 1500000;
  settings->evaluate.every_updates = 1000000;
  settings->cluster.slowdown.slow_count = 1;
  settings->cluster.slowdown.slow_factor = 1.37;
  if (knob_find (bed->protocol->knobs, "period"))
    knobs_set_number (settings->training.protocol_knobs, "period", 1.7e-3);
  if (knob_find (bed->protocol->knobs, "local_steps"))
    knobs_set_number (settings->training.protocol_knobs, "local_steps", 2);
  return settings;
}

void
chaos_kill (RunSettings *settings, const Kill *kill)
{
  FaultSettings *faults = &settings->faults;
  faults->faults = g_renew (Fault, faults->faults, faults->n + 1);
  Fault *fault = &faults->faults[faults->n++];
  *fault = (Fault){ &fault_crash, knobs_new (fault_crash.knobs) };
  knobs_set_number (fault->knobs, "at", sim_time_to_s (kill->at));
  knobs_set_integer (fault->knobs, "worker", kill->worker);
  if (kill->restart > 0)
    knobs_set_number (fault->knobs, "restart", sim_time_to_s (kill->restart));
}

char *
chaos_name (const Bed *bed)
{
  return g_strdup_printf ("%s over %s, %s, %u servers%s%s%s", bed->protocol->name, bed->exchange ? bed->exchange->name : "nothing",
                          bed->recovery->name, bed->servers, bed->overlap ? ", early" : "", bed->apply_time > 0 ? ", slow to apply" : "",
                          bed->real ? ", real" : "");
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  SimTime x = *(const SimTime *)a, y = *(const SimTime *)b;
  return (x > y) - (x < y);
}

static void
add_moment (GArray *moments, SimTime at)
{
  for (guint i = 0; i < moments->len; i++)
    if (g_array_index (moments, SimTime, i) == at)
      return;
  g_array_append_val (moments, at);
}

GArray *
chaos_moments (const Bed *bed, Outcome **outcome)
{
  guint n_spans, n_messages;
  g_autoptr (RunSettings) settings = chaos_settings (bed);
  g_autoptr (Record) record = NULL;
  *outcome = job_run (settings, 1, &record);
  GArray *moments = g_array_new (FALSE, FALSE, sizeof (SimTime));
  const Span *spans = record_spans (record, &n_spans);
  const MessageSpan *messages = record_messages (record, &n_messages);
  for (guint i = 0; i < n_spans; i++)
    for (SimTime after = 0; after < 2; after++)
      {
        add_moment (moments, spans[i].start + after);
        add_moment (moments, spans[i].end + after);
      }
  for (guint i = 0; i < n_messages; i++)
    for (SimTime after = 0; after < 2; after++)
      {
        add_moment (moments, messages[i].left + after);
        add_moment (moments, messages[i].arrived + after);
      }
  g_array_sort (moments, compare_times);
  return moments;
}

/* All of a worker's time is told, and none twice. */
static gboolean
time_adds_up (const Outcome *outcome)
{
  for (guint k = 0; k < outcome->n_workers; k++)
    {
      double sum = 0;
      for (guint a = 0; a < N_ACTIVITIES; a++)
        sum += outcome->workers[k].seconds[a];
      if (fabs (sum - outcome->metrics[METRIC_SIMULATED]) > 1e-9)
        return FALSE;
    }
  return TRUE;
}

static gboolean
comes_back (const Kill *kills, guint n)
{
  for (guint i = 0; i < n; i++)
    if (kills[i].restart == 0)
      return FALSE;
  return TRUE;
}

/* Whether every update is made of the same gradients, whatever happens: then the weights are those of the undisturbed run. */
static gboolean
weights_are_certain (const Bed *bed)
{
  gboolean synchronous = g_str_equal (bed->protocol->name, "bsp") || g_str_equal (bed->protocol->name, "local-sgd");
  return bed->real && synchronous && g_str_equal (bed->recovery->name, "wait");
}

static char *
judge (const Bed *bed, const RunSettings *settings, const Outcome *outcome, gboolean back, const Outcome *undisturbed)
{
  const double *m = outcome->metrics;
  if (!time_adds_up (outcome))
    return g_strdup ("a worker's time does not add up");
  if (outcome->bytes_sent != outcome->bytes_received + outcome->bytes_lost)
    return g_strdup_printf ("%" G_GUINT64_FORMAT " bytes were sent, %" G_GUINT64_FORMAT " received, %" G_GUINT64_FORMAT " lost",
                            outcome->bytes_sent, outcome->bytes_received, outcome->bytes_lost);
  if (m[METRIC_UPDATES] > settings->stop.updates || (back && m[METRIC_UPDATES] < settings->stop.updates))
    return g_strdup_printf ("%g of %" G_GUINT64_FORMAT " updates", m[METRIC_UPDATES], settings->stop.updates);
  if (!back && outcome->n_workers > 1 && m[METRIC_UPDATES] + CHAOS_WORKERS < settings->stop.updates)
    return g_strdup_printf ("only %g of %" G_GUINT64_FORMAT " updates", m[METRIC_UPDATES], settings->stop.updates);
  if (g_str_equal (bed->protocol->name, "ssp") && m[METRIC_LEAD_MAX] > STALENESS)
    return g_strdup_printf ("a lead of %g", m[METRIC_LEAD_MAX]);
  if (m[METRIC_DETECTIONS] > m[METRIC_FAILURES] || m[METRIC_FALSE_SUSPICIONS] > 0)
    return g_strdup_printf ("%g crashes, %g noticed, %g false suspicions", m[METRIC_FAILURES], m[METRIC_DETECTIONS],
                            m[METRIC_FALSE_SUSPICIONS]);
  if (bed->real && strcmp (outcome->weights, undisturbed->weights) != 0 && back && weights_are_certain (bed))
    return g_strdup ("other weights than undisturbed");
  return NULL;
}

/* A deadlock is true where somebody never comes back for whom the others wait, or nobody, or of peers only one, is left. */
char *
chaos_run (const Bed *bed, const Kill *kills, guint n_kills, const Outcome *undisturbed)
{
  g_autoptr (RunSettings) settings = chaos_settings (bed);
  g_autoptr (GError) error = NULL;
  g_autoptr (Record) record = NULL;
  RunEnvironment environment = { .threads = 1, .data = { .seed = settings->seed }, .record = { .keep_spans = FALSE } };
  for (guint i = 0; i < n_kills; i++)
    chaos_kill (settings, &kills[i]);
  g_autoptr (Outcome) outcome = training_run (settings, &environment, &record, &error);
  gboolean back = comes_back (kills, n_kills);
  if (!error)
    return judge (bed, settings, outcome, back, undisturbed);
  gboolean named = g_str_has_prefix (error->message, "deadlock") && strstr (error->message, "is down");
  guint least = bed->protocol->exchanges == RUNS_AMONG_PEERS ? 2 : 1;
  gboolean awaited = g_str_equal (bed->recovery->name, "wait") || settings->cluster.workers < n_kills + least;
  return named && !back && awaited ? NULL : g_strdup (error->message);
}
