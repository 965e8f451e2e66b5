#include "learning/description.h"

static void
layer_clear (gpointer data)
{
  g_free (((LayerDescription *)data)->name);
}

ModelDescription *
model_description_new (void)
{
  ModelDescription *description = g_new0 (ModelDescription, 1);
  description->layers = g_array_new (FALSE, FALSE, sizeof (LayerDescription));
  g_array_set_clear_func (description->layers, layer_clear);
  return description;
}

void
model_description_free (ModelDescription *description)
{
  g_free (description->name);
  g_free (description->summary);
  g_free (description->sample);
  g_array_unref (description->layers);
  g_clear_pointer (&description->knobs, knobs_free);
  g_free (description);
}

/* A product takes two FLOPs a weight, for every token where the sample is text; biases take none. */
static Arithmetic
arithmetic_of (const ModelDescription *description, guint64 parameters, double forward_flops)
{
  return description->tokens == 0 && forward_flops > 2.0 * parameters ? ARITHMETIC_CONVOLUTION : ARITHMETIC_PRODUCT;
}

LayerDescription *
model_description_add (ModelDescription *description, const char *name, guint64 parameters, double forward_flops,
                       guint64 activation_bytes)
{
  LayerDescription layer = { g_strdup (name), parameters, forward_flops, activation_bytes,
                             arithmetic_of (description, parameters, forward_flops) };
  g_array_append_val (description->layers, layer);
  return &g_array_index (description->layers, LayerDescription, description->layers->len - 1);
}

const LayerDescription *
model_description_layers (const ModelDescription *description, guint *n)
{
  *n = description->layers->len;
  return (const LayerDescription *)description->layers->data;
}

guint64
model_description_parameters (const ModelDescription *description)
{
  guint64 sum = 0;
  for (guint i = 0; i < description->layers->len; i++)
    sum += g_array_index (description->layers, LayerDescription, i).parameters;
  return sum;
}

double
model_description_forward_flops (const ModelDescription *description)
{
  double sum = 0;
  for (guint i = 0; i < description->layers->len; i++)
    sum += g_array_index (description->layers, LayerDescription, i).forward_flops;
  return sum;
}

guint64
model_description_activation_bytes (const ModelDescription *description)
{
  guint64 sum = 0;
  for (guint i = 0; i < description->layers->len; i++)
    sum += g_array_index (description->layers, LayerDescription, i).activation_bytes;
  return sum;
}

ModelDescription *
model_describe (const Model *model)
{
  ModelDescription *description = model_description_new ();
  guint n;
  const Tensor *tensors = model_tensors (model, &n);
  description->name = g_strdup (model_kind (model)->name);
  description->summary = g_strdup (model_kind (model)->summary);
  for (guint i = 0; i < n; i++)
    if (!tensors[i].bias)
      model_description_add (description, tensors[i].name, tensors[i].count, tensors[i].flops, 4 * tensors[i].activations);
    else
      g_array_index (description->layers, LayerDescription, description->layers->len - 1).parameters += tensors[i].count;
  return description;
}
