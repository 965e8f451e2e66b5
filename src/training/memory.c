#include "training/memory.h"

#include "base/units.h"
#include "cluster/cluster.h"

/* Of one sample, at 4 bytes an element, with recomputation. */
static double
recomputed_activations (const ModelDescription *model)
{
  guint n;
  const LayerDescription *layers = model_description_layers (model, &n);
  guint length = (guint)ceil (sqrt (n));
  double kept = 0, largest = 0;
  for (guint first = 0; first < n; first += length)
    {
      guint end = MIN (first + length, n);
      double segment = 0;
      for (guint i = first; i < end; i++)
        segment += layers[i].activation_bytes;
      kept += layers[end - 1].activation_bytes;
      largest = MAX (largest, segment);
    }
  return MIN (kept + largest, model_description_activation_bytes (model));
}

static double
activations (const RunSettings *settings, const ModelDescription *model)
{
  double sample = settings->job.recompute ? recomputed_activations (model) : model_description_activation_bytes (model);
  return sample * settings->learning.batch;
}

/* Servers apply updates to parameters of their own; rounds of local work take their steps at the worker all the same. */
static gboolean
worker_updates (const TrainingSettings *training)
{
  return !training->exchange || training->exchange->collective || (training->protocol && training->protocol->outer);
}

gboolean
memory_use (const RunSettings *settings, const ModelDescription *model, guint worker, MemoryUse *out)
{
  const LearningSettings *learning = &settings->learning;
  gboolean half = cluster_device (&settings->cluster, worker)->precision != PRECISION_FP32;
  gboolean updates = worker_updates (&settings->training);
  double n = model ? model_description_parameters (model) : settings->job.gradient_bytes / 4;
  guint states = updates && learning->optimizer ? learning->optimizer->n_states (learning->optimizer_knobs) : 0;
  *out = (MemoryUse){
    .parameters = n
                  * (!half     ? 4
                     : updates ? 6
                               : 2),
    .gradients = n * (half ? 2 : 4),
    .optimizer = n * 4 * states,
    .activations = model ? activations (settings, model) / (half ? 2 : 1) : 0,
  };
  return !isnan (n);
}

double
memory_total (const MemoryUse *use)
{
  return use->parameters + use->gradients + use->optimizer + use->activations;
}

char *
memory_words (const MemoryUse *use)
{
  const struct
  {
    const char *name;
    double bytes;
  } parts[] = {
    { "parameters", use->parameters },
    { "gradients", use->gradients },
    { "optimizer", use->optimizer },
    { "activations", use->activations },
  };
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *size = unit_format_short (parts[i].bytes, DIMENSION_BYTES);
      if (parts[i].bytes > 0)
        g_string_append_printf (text, "%s%s %s", text->len > 0 ? ", " : "", size, parts[i].name);
    }
  return g_string_free (text, FALSE);
}
