#include "training/step.h"

/* Where a layer begins in the forward pass, as a share of that pass. */
static double
forward_share (const StepLayer *layers, guint n_layers, guint layer)
{
  double before = 0, all = 0;
  for (guint i = 0; i < n_layers; i++)
    {
      all += layers[i].cost;
      before += i < layer ? layers[i].cost : 0;
    }
  return all > 0 ? before / all : (double)layer / n_layers;
}

static gsize
elements_before (const StepLayer *layers, guint layer)
{
  gsize sum = 0;
  for (guint i = 0; i < layer; i++)
    sum += layers[i].parameters;
  return sum;
}

static void
add_bucket (GArray *buckets, GArray *needs, GArray *readies, const StepLayer *layers, guint n_layers, guint first, guint end,
            const StepPasses *passes)
{
  double share = forward_share (layers, n_layers, first);
  gsize begin = elements_before (layers, first);
  Bucket bucket = { begin, elements_before (layers, end) - begin };
  StepPoint need = { POINT_NEED, buckets->len, share * passes->forward / passes->accumulate };
  /* The backward pass leaves the layers in the opposite order: what lies before @first remains. */
  StepPoint ready = { POINT_READY, buckets->len, 1 - share * (1 - passes->forward) / passes->accumulate };
  g_array_append_val (buckets, bucket);
  g_array_prepend_val (needs, need);
  g_array_append_val (readies, ready);
}

/* Closes buckets from the last layer on. Layers without parameters join the bucket that is open. */
static void
divide (GArray *buckets, GArray *needs, GArray *readies, const StepLayer *layers, guint n_layers, gsize bucket_elements,
        const StepPasses *passes)
{
  guint end = n_layers;
  gsize elements = 0;
  for (guint i = n_layers; i-- > 0;)
    {
      elements += layers[i].parameters;
      if (i > 0 && (elements == 0 || elements < bucket_elements))
        continue;
      if (elements > 0 || buckets->len == 0)
        add_bucket (buckets, needs, readies, layers, n_layers, i, end, passes);
      end = i;
      elements = 0;
    }
}

void
step_shape_init (StepShape *shape, const StepLayer *layers, guint n_layers, gsize bucket_elements, gboolean overlap,
                 const StepPasses *passes)
{
  GArray *buckets = g_array_new (FALSE, FALSE, sizeof (Bucket));
  GArray *points = g_array_new (FALSE, FALSE, sizeof (StepPoint));
  g_autoptr (GArray) readies = g_array_new (FALSE, FALSE, sizeof (StepPoint));
  if (overlap)
    divide (buckets, points, readies, layers, n_layers, bucket_elements, passes);
  else
    add_bucket (buckets, points, readies, layers, n_layers, 0, n_layers, passes);
  g_array_index (points, StepPoint, 0).share = 0;
  g_array_index (readies, StepPoint, readies->len - 1).share = 1;
  g_array_append_vals (points, readies->data, readies->len);
  *shape = (StepShape){ .n_buckets = buckets->len, .n_points = points->len };
  shape->buckets = (Bucket *)(gpointer)g_array_free (buckets, FALSE);
  shape->points = (StepPoint *)(gpointer)g_array_free (points, FALSE);
}

void
step_shape_clear (StepShape *shape)
{
  g_free (shape->buckets);
  g_free (shape->points);
}

guint
step_bucket_number (const StepShape *shape, guint bucket)
{
  return shape->n_buckets > 1 ? bucket + 1 : 0;
}
