/* How parameters start: he (normal, sd sqrt(2/fan_in)), glorot (uniform ±sqrt(6/(in+out)), a
 * convolution's fans counting the kernel's area), zeros, hash (the fixed pattern of
 * tests/data/gradcheck.json). Biases start at zero. */
#pragma once

#include "learning/model.h"

typedef struct
{
  const char *name; /* the word in workload.init */
  const char *summary;
  float (*element) (const Tensor *tensor, guint index_of_weights, gsize element, guint64 seed);
} Init;

/** NULL-terminated: he (the default) glorot zeros hash. */
extern const Init *const init_table[];
extern const WordTable init_words;

/** Fills @w, model_n_parameters (model) floats. */
void init_parameters (const Init *init, const Model *model, guint64 seed, float *w);
