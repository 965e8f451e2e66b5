#include "learning/init.h"

#include "base/random.h"

static float
he_element (const Tensor *tensor, guint index_of_weights, gsize element, guint64 seed)
{
  return sqrt (2.0 / tensor->columns) * random_normal (seed, RANDOM_INIT, index_of_weights, element);
}

static float
glorot_element (const Tensor *tensor, guint index_of_weights, gsize element, guint64 seed)
{
  double limit = sqrt (6.0 / (tensor->columns + (double)tensor->rows * tensor->window));
  return limit * (2 * random_uniform (seed, RANDOM_INIT, index_of_weights, element) - 1);
}

static float
zeros_element (const Tensor *tensor, guint index_of_weights, gsize element, guint64 seed)
{
  return 0;
}

/* The same numbers in any framework: 32-bit arithmetic, exact in float32. Layer l has the scale min(0.125·2^l, 0.5). */
static float
hash_element (const Tensor *tensor, guint index_of_weights, gsize element, guint64 seed)
{
  guint32 h = ((guint32)element + 1000003u * (index_of_weights + 1)) * 2654435761u;
  h ^= h >> 15;
  h *= 2246822519u;
  h ^= h >> 13;
  double scale = index_of_weights < 2 ? 0.125 * (1 << index_of_weights) : 0.5;
  return scale * ((h >> 16) / 65536.0 - 0.5 + 1.0 / 131072);
}

static const Init init_he = { "he", "normal, standard deviation sqrt(2/inputs)", he_element };
static const Init init_glorot = { "glorot", "uniform in ±sqrt(6/(inputs + outputs))", glorot_element };
static const Init init_zeros = { "zeros", "all zero", zeros_element };
static const Init init_hash = { "hash", "a fixed pattern, the same in every framework", hash_element };

const Init *const init_table[] = { &init_he, &init_glorot, &init_zeros, &init_hash, NULL };

WORDS (init, Init, init_table)
const WordTable init_words = { "initialisation", "inits", PLAIN_WORD_FUNCTIONS (init), NULL };

void
init_parameters (const Init *init, const Model *model, guint64 seed, float *w)
{
  guint n, index_of_weights = 0;
  const Tensor *tensors = model_tensors (model, &n);
  for (guint i = 0; i < n; i++)
    {
      const Tensor *tensor = &tensors[i];
      for (gsize e = 0; e < tensor->count; e++)
        w[tensor->first + e] = tensor->bias ? 0 : init->element (tensor, index_of_weights, e, seed);
      index_of_weights += !tensor->bias;
    }
}
