/* Parameters that a node owns: their values, the optimizer that changes them, and how often it has. Any node may own some: a server
 * its shard, a worker its replica.
 *
 * The values are an immutable version while anybody else holds them: a step makes the next one.
 */
#pragma once

#include "learning/optimizer.h"
#include "training/codec.h"
#include "training/snapshot.h"
#include "training/vector.h"

typedef struct
{
  Vector *w;            /* NULL when modelled */
  Vector *outgoing;     /* the same after the codec; NULL until somebody asks */
  Optimizer *optimizer; /* NULL: nothing changes them by itself */
  guint64 version;      /* steps so far */
  gsize first, count;   /* of the model's parameters */
} Params;

/** Appends what is needed to be as they are now to @saved (SavedParams); they are as they were when it was. */
void params_save (const Params *params, GArray *saved);
void params_restore (Params *params, const SavedParams *saved);
void params_clear (Params *params);
/** One step by @gradient, count floats; NULL, when modelled: the step alone counts. */
void params_step (Params *params, const float *gradient);
/** w ← w + share·(other − w), elementwise. @other: count floats. */
void params_mix (Params *params, const float *other, float share);
/** What a message with them carries; borrowed, NULL when modelled. */
Vector *params_outgoing (Params *params, const Codec *codec);
