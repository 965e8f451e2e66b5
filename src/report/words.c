#include "report/words.h"

#include "base/units.h"
#include "protocol/metrics.h"

char *
words_count (guint64 n)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, n);
  gsize length = strlen (digits);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append_c (text, ',');
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}

static void
append_short (GString *text, double value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  g_string_append (text, g_ascii_formatd (digits, sizeof digits, "%.4g", value));
}

static void
append_dimension (GString *text, double value, Dimension dimension)
{
  g_autofree char *words = unit_format_short (value, dimension);
  g_string_append (text, words);
}

static void
append_integers (GString *text, const Knobs *knobs, const char *name)
{
  guint n;
  const gint64 *values = knob_integers (knobs, name, &n);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? "-" : "", values[i]);
}

static void
append_real (GString *text, double value, Dimension dimension)
{
  if (dimension == DIMENSION_NONE)
    append_short (text, value);
  else
    append_dimension (text, value, dimension);
}

static void
append_reals (GString *text, const Knobs *knobs, const Knob *knob)
{
  guint n;
  const double *values = knob_numbers (knobs, knob->name, &n);

  for (guint i = 0; i < n; i++)
    {
      g_string_append (text, i > 0 ? " " : "");
      append_real (text, values[i], knob_dimension (knob));
    }
}

static void append_told (GString *text, const Knobs *knobs, guint *n);

/* "(knob value, …)". */
static void
append_object (GString *text, const Knobs *members)
{
  guint n = 0;

  append_told (text, members, &n);
  g_string_append (text, n > 0 ? ")" : "");
}

static void
append_knob_value (GString *text, const Knobs *knobs, const Knob *knob)
{
  guint n;

  switch (knob->type)
    {
    case KNOB_BOOLEAN:
      g_string_append (text, knob_boolean (knobs, knob->name) ? "yes" : "no");
      break;
    case KNOB_WORD:
    case KNOB_STRING:
    case KNOB_PATH:
      g_string_append (text, knob_word (knobs, knob->name));
      break;
    case KNOB_INTEGER:
    case KNOB_NUMBER:
    case KNOB_TIME:
    case KNOB_BYTES:
    case KNOB_RATE:
    case KNOB_FLOPS_RATE:
      append_real (text, knob_number (knobs, knob->name), knob_dimension (knob));
      break;
    case KNOB_INTEGERS:
      append_integers (text, knobs, knob->name);
      break;
    case KNOB_NUMBERS:
    case KNOB_TIMES:
    case KNOB_RATES:
      append_reals (text, knobs, knob);
      break;
    case KNOB_WORDS:
      g_string_append_printf (text, "%u", g_strv_length ((char **)knob_words (knobs, knob->name)));
      break;
    case KNOB_OBJECT:
      append_object (text, knob_object (knobs, knob->name));
      break;
    case KNOB_OBJECTS:
      knob_objects (knobs, knob->name, &n);
      g_string_append_printf (text, "%u", n);
      break;
    }
}

/* What is worth saying: what the user gave, and what he must know to understand the run. */
static gboolean
knob_is_told (const Knobs *knobs, const Knob *knob)
{
  if (knob_given (knobs, knob->name))
    return TRUE;
  return knob->type == KNOB_INTEGER || knob->type == KNOB_INTEGERS ? !isnan (knob->value) : FALSE;
}

/* "(knob value, knob value" of what is to be told, and behind each word what it brings; @n counts them. */
static void
append_told (GString *text, const Knobs *knobs, guint *n)
{
  for (const Knob *knob = knobs_table (knobs); knob != NULL && knob->name != NULL; knob++)
    {
      const Knobs *brought = NULL;

      if (knob_is_told (knobs, knob))
        {
          g_string_append_printf (text, "%s%s ", (*n)++ == 0 ? "(" : ", ", knob->name);
          append_knob_value (text, knobs, knob);
        }
      if (knob->table != NULL && knob_choice (knobs, knob->name, &brought) != NULL)
        append_told (text, brought, n);
    }
}

/* "name (knob value, …)". */
static void
append_kind (GString *text, const char *name, const Knobs *knobs)
{
  g_autoptr (GString) told = g_string_new (NULL);

  if (knobs != NULL)
    append_object (told, knobs);
  g_string_append_printf (text, "%s%s%s", name, told->len > 0 ? " " : "", told->str);
}

char *
words_protocol (const Scenario *scenario)
{
  const TrainingSettings *training = &scenario->run.training;
  guint workers = scenario->run.cluster.workers;
  GString *text = g_string_new (NULL);

  append_kind (text, training->protocol->name, training->protocol_knobs);
  g_string_append_printf (text, ", %u worker%s", workers, workers == 1 ? "" : "s");
  if (training->exchange != NULL)
    {
      g_string_append (text, ", ");
      append_kind (text, training->exchange->name, training->exchange_knobs);
    }
  return g_string_free (text, FALSE);
}

char *
words_partition (const Scenario *scenario)
{
  const LearningSettings *learning = &scenario->run.learning;
  guint workers = scenario->run.cluster.workers;
  GString *text = g_string_new (NULL);
  append_kind (text, learning->partition->name, learning->partition_knobs);
  g_string_append_printf (text, " of %s, %u worker%s", learning->data->name, workers, workers == 1 ? "" : "s");
  return g_string_free (text, FALSE);
}

static void
append_job (GString *text, const RunSettings *run)
{
  const Device *device = &run->cluster.device;
  if (!isnan (run->job.gradient_bytes))
    {
      g_string_append (text, text->len > 0 ? ", gradients of " : "gradients of ");
      append_dimension (text, run->job.gradient_bytes, DIMENSION_BYTES);
    }
  if (!isnan (run->job.step_time))
    {
      g_string_append (text, text->len > 0 ? ", step of " : "step of ");
      append_dimension (text, run->job.step_time, DIMENSION_TIME);
    }
  else if (!isnan (device_peak (device)))
    {
      g_string_append_printf (text, "%s%s%sdevices of ", text->len > 0 ? ", " : "", device->kind ? device->kind->name : "",
                              device->kind ? " " : "");
      append_dimension (text, device_peak (device), DIMENSION_FLOPS_RATE);
    }
}

char *
words_workload (const Scenario *scenario)
{
  const RunSettings *run = &scenario->run;
  const LearningSettings *learning = &run->learning;
  GString *text = g_string_new (NULL);

  if (learning->model != NULL)
    append_kind (text, learning->model->name, learning->model_knobs);
  else if (learning->description != NULL)
    g_string_append (text, learning->description->name);
  if (learning->data != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " on " : "", learning->data->name);
  if (text->len > 0)
    g_string_append_printf (text, ", batch %u", learning->batch);
  if (learning->optimizer != NULL)
    {
      g_string_append (text, text->len > 0 ? ", " : "");
      append_kind (text, learning->optimizer->name, learning->optimizer_knobs);
    }
  append_job (text, run);
  return g_string_free (text, FALSE);
}

char *
words_network (const Scenario *scenario)
{
  const NetworkSettings *network = &scenario->run.cluster.network;
  GString *text;

  if (scenario->run.training.exchange == NULL || network->topology == NULL)
    return NULL;
  text = g_string_new (NULL);
  append_kind (text, network->topology->name, network->topology_knobs);
  if (!isnan (network->bandwidth))
    {
      g_string_append (text, ", ");
      append_dimension (text, network->bandwidth, DIMENSION_RATE);
    }
  g_string_append (text, ", latency ");
  append_dimension (text, sim_time_to_s (network->latency), DIMENSION_TIME);
  return g_string_free (text, FALSE);
}

/* What changes speeds in time. */
static void
append_pace (GString *text, const Slowdown *slowdown)
{
  if (slowdown->n_episodes > 0)
    g_string_append_printf (text, "%s%u slow episode%s", text->len > 0 ? ", " : "", slowdown->n_episodes,
                            slowdown->n_episodes == 1 ? "" : "s");
  if (isnan (slowdown->markov.factor))
    return;
  g_string_append_printf (text, "%sslow by turns, ", text->len > 0 ? ", " : "");
  append_short (text, slowdown->markov.factor);
  g_string_append (text, " times");
}

char *
words_slowdown (const Scenario *scenario)
{
  const Slowdown *slowdown = &scenario->run.cluster.slowdown;
  GString *text = g_string_new (NULL);

  if (slowdown->trace_path != NULL)
    {
      g_autofree char *name = g_path_get_basename (slowdown->trace_path);
      g_string_append_printf (text, "compute times of %s", name);
    }
  else
    {
      if (slowdown->dist.kind != NULL)
        g_string_append_printf (text, "%s compute times", slowdown->dist.kind->name);
      if (slowdown->slow_count > 0)
        {
          g_string_append_printf (text, "%s%u worker%s ", text->len > 0 ? ", " : "", slowdown->slow_count,
                                  slowdown->slow_count == 1 ? "" : "s");
          append_short (text, slowdown->slow_factor);
          g_string_append (text, " times slower");
        }
      append_pace (text, slowdown);
    }
  if (text->len > 0)
    return g_string_free (text, FALSE);
  g_string_free (text, TRUE);
  return NULL;
}

static char *
words_number (double value)
{
  GString *text = g_string_new (NULL);

  if (fabs (value) >= 10000 && fabs (value) < 1e15)
    {
      g_autofree char *count = words_count ((guint64)llround (fabs (value)));
      g_string_append_printf (text, "%s%s", value < 0 ? "-" : "", count);
    }
  else
    append_short (text, value);
  return g_string_free (text, FALSE);
}

char *
words_metric (MetricId metric, double value)
{
  g_autofree char *number = NULL;

  if (!isfinite (value))
    return g_strdup ("-");
  switch (metric_at (metric)->unit)
    {
    case METRIC_UNIT_SECONDS:
      return unit_format_short (value, DIMENSION_TIME);
    case METRIC_UNIT_BYTES:
      return unit_format_short (value, DIMENSION_BYTES);
    case METRIC_UNIT_SAMPLES_PER_S:
      number = words_number (value);
      return g_strdup_printf ("%s samples/s", number);
    case METRIC_UNIT_SHARE:
      number = words_number (value * 100);
      return g_strdup_printf ("%s %%", number);
    case METRIC_UNIT_NONE:
      return words_number (value);
    }
  g_assert_not_reached ();
}

char *
words_difference (MetricId metric, double value)
{
  g_autofree char *size = words_metric (metric, fabs (value));
  return g_strconcat (!isfinite (value) ? "" : value < 0 ? "-" : "+", size, NULL);
}

char *
words_ratio (double ratio)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  return g_strdup (isfinite (ratio) ? g_ascii_formatd (digits, sizeof digits, "%.4g", ratio) : "-");
}

char *
words_kept (const Record *record)
{
  g_autofree char *most = words_count (record_max_spans (record)), *stride = words_count (record_stride (record));
  g_autofree char *first = g_strdup_printf ("only the first %s spans and messages", most);
  g_autofree char *sampled = g_strdup_printf ("one iteration of %s", stride);
  if (record_stride (record) > 1 && record_truncated (record))
    return g_strdup_printf ("%s, of %s", first, sampled);
  return record_stride (record) > 1 ? g_steal_pointer (&sampled) : record_truncated (record) ? g_steal_pointer (&first) : NULL;
}
