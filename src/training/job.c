#include "training/job.h"

#include "cluster/cluster.h"
#include "training/codec.h"

ModelDescription *
job_describe (const RunSettings *settings)
{
  Dataset shape;
  const LearningSettings *learning = &settings->learning;
  learning_settings_shape (learning, &shape);
  g_autoptr (Model) model = learning->model ? model_new (learning->model, learning->model_knobs, &shape, NULL) : NULL;
  return model ? model_describe (model) : NULL;
}

double
job_efficiency (const Device *device, const ModelDescription *model)
{
  guint n;
  double flops = 0, flops_at_peak = 0, product = device_efficiency (device, ARITHMETIC_PRODUCT);
  const LayerDescription *layers = model_description_layers (model, &n);
  if (product == device_efficiency (device, ARITHMETIC_CONVOLUTION))
    return product;
  for (guint i = 0; i < n; i++)
    {
      flops += layers[i].forward_flops;
      flops_at_peak += layers[i].forward_flops / device_efficiency (device, layers[i].arithmetic);
    }
  return flops > 0 ? flops / flops_at_peak : product;
}

double
job_step_seconds (const RunSettings *settings, const ModelDescription *model, guint worker)
{
  guint accumulate = settings->training.accumulate, passes = settings->job.recompute ? 4 : 3;
  if (!isnan (settings->job.step_time))
    return settings->job.step_time * accumulate;
  const Device *device = cluster_device (&settings->cluster, worker);
  double flops = model ? passes * model_description_forward_flops (model) * settings->learning.batch : NAN;
  return flops * accumulate / (device_peak (device) * (model ? job_efficiency (device, model) : 1));
}

/* The layers share the time of a pass by how long @device takes for each; by their FLOPs where it is NULL. */
static void
layers_of_model (const ModelDescription *model, const Device *device, GArray *layers)
{
  guint n;
  const LayerDescription *described = model_description_layers (model, &n);
  for (guint i = 0; i < n; i++)
    {
      StepLayer layer = { described[i].parameters, described[i].forward_flops };
      if (device)
        layer.cost *= device_efficiency (device, ARITHMETIC_PRODUCT) / device_efficiency (device, described[i].arithmetic);
      g_array_append_val (layers, layer);
    }
}

/* A job that is no more than bytes and seconds: its gradient becomes ready evenly over the backward pass. */
static void
layers_of_bytes (gsize elements, gsize bucket_elements, GArray *layers)
{
  guint n = CLAMP (elements / MAX (bucket_elements, 1), 1, 1024);
  for (guint i = 0; i < n; i++)
    {
      StepLayer layer = { 0, 1 };
      gsize first;
      chunk_range (elements, n, i, &first, &layer.parameters);
      g_array_append_val (layers, layer);
    }
}

/* Where gradient_bytes overrides the model, its layers keep their shares of the whole. */
static void
scale_layers (GArray *layers, gsize elements)
{
  gsize model = 0, before = 0, scaled_before = 0;
  for (guint i = 0; i < layers->len; i++)
    model += g_array_index (layers, StepLayer, i).parameters;
  for (guint i = 0; i < layers->len && model != elements; i++)
    {
      StepLayer *layer = &g_array_index (layers, StepLayer, i);
      before += layer->parameters;
      gsize scaled = (gsize)((double)before / model * elements);
      layer->parameters = scaled - scaled_before;
      scaled_before = scaled;
    }
}

void
job_init (Job *job, const RunSettings *settings, const ModelDescription *model)
{
  const TrainingSettings *training = &settings->training;
  g_autoptr (GArray) layers = g_array_new (FALSE, FALSE, sizeof (StepLayer));
  double given = settings->job.gradient_bytes;
  job->bytes = !isnan (given) ? (guint64)llrint (given) : model ? 4 * model_description_parameters (model) : 0;
  job->elements = (job->bytes + 3) / 4;
  job->element_bytes = codec_of_wire (training->wire)->element_bytes;
  job->samples = (guint64)settings->learning.batch * training->accumulate;
  gsize bucket_elements = training->bucket_bytes / 4;
  if (model)
    layers_of_model (model, isnan (settings->job.step_time) ? &settings->cluster.device : NULL, layers);
  else
    layers_of_bytes (job->elements, bucket_elements, layers);
  scale_layers (layers, job->elements);
  const StepPasses passes = { settings->job.recompute ? 1.0 / 4 : 1.0 / 3, training->accumulate };
  step_shape_init (&job->step, (const StepLayer *)(gconstpointer)layers->data, layers->len, bucket_elements, training->overlap,
                   &passes);
}

void
job_clear (Job *job)
{
  step_shape_clear (&job->step);
}
