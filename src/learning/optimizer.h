/* Optimisers: how a gradient changes parameters. They live where the update is applied, one a shard.
 *
 * sgd: g ← g + λw on weights, not biases; v ← ρv + g; w ← w − ηv (no momentum: w ← w − ηg).
 */
#pragma once

#include "learning/model.h"

typedef struct _Optimizer Optimizer;

typedef struct _OptimizerKind
{
  const char *name; /* the word in workload.optimizer.kind */
  const char *summary;
  const Knob *knobs;                      /* "rate", "momentum", "weight_decay" */
  guint (*n_states) (const Knobs *knobs); /* vectors of state per parameter; also what memory accounting asks */
  /* From the model's parameters [first, first+count) to what they become, which may be the same place; @state is
   * [n_states][count], zero at first; @step counts from 1. */
  void (*apply) (const Knobs *knobs, const Model *model, gsize first, gsize count, const float *from, float *to, const float *g,
                 float *state, guint64 step);
} OptimizerKind;

extern const OptimizerKind optimizer_sgd;

/** NULL-terminated. */
extern const OptimizerKind *const optimizer_table[];
extern const WordTable optimizer_words;

/** For the parameters [first, first+count) of @model (borrowed). @knobs is copied. */
Optimizer *optimizer_new (const OptimizerKind *kind, const Knobs *knobs, const Model *model, gsize first, gsize count);
/** The same, in the same state; it goes on by itself. (transfer full) */
Optimizer *optimizer_copy (const Optimizer *optimizer);
void optimizer_free (Optimizer *optimizer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Optimizer, optimizer_free)

/** One update by the gradient @g, from @from to @to, which may be the same place; all count floats. */
void optimizer_apply (Optimizer *optimizer, const float *from, float *to, const float *g);
