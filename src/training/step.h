/* What one iteration's compute is made of: a forward pass over the layers and a backward pass in the opposite order.
 *
 * Gradients leave in buckets of neighbouring layers, the last layers first, as in data-parallel libraries. A step is an ordered
 * list of points: a bucket is needed (its parameters, before the forward pass may enter its first layer) or ready (its gradient,
 * once the backward pass has left its first layer). Without overlap everything is needed at the start and ready at the end.
 *
 * The forward pass takes a third of the compute and the backward pass two thirds; where activations are computed again, a quarter
 * and three.
 */
#pragma once

#include <glib.h>

typedef struct
{
  gsize parameters;
  double cost; /* of its forward pass; only their ratios matter here */
} StepLayer;

typedef enum
{
  POINT_NEED,
  POINT_READY,
} PointKind;

typedef struct
{
  PointKind kind;
  guint bucket;
  double share; /* of the iteration's compute, 0 … 1 */
} StepPoint;

/* Elements [first, first+count) of the gradient. Buckets are numbered in the order in which they become ready. */
typedef struct
{
  gsize first, count;
} Bucket;

typedef struct
{
  Bucket *buckets;
  guint n_buckets;
  StepPoint *points; /* in order of share, needs before readies */
  guint n_points;
} StepShape;

/* How a step's compute is divided. */
typedef struct
{
  double forward;   /* the forward pass' share: 1/3, or 1/4 where activations are computed again */
  guint accumulate; /* micro-batches; the last one's is where gradients become ready */
} StepPasses;

/** @layers in forward order, @n_layers >= 1. Without @overlap there is one bucket. A bucket is closed when it has at least
 * @bucket_elements; a layer is never divided. Free with step_shape_clear. */
void step_shape_init (StepShape *shape, const StepLayer *layers, guint n_layers, gsize bucket_elements, gboolean overlap,
                      const StepPasses *passes);
void step_shape_clear (StepShape *shape);
/** What people call @bucket: a number from 1 on; 0 where there is no other. */
guint step_bucket_number (const StepShape *shape, guint bucket);
