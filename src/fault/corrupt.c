#include "fault/corrupt.h"

#include "base/random.h"

#define DRAWS_A_ROUND 32 /* of an index, for the elements of one gradient; by bits */

static void
scale (float factor, float *x, gsize n)
{
  for (gsize i = 0; i < n; i++)
    x[i] *= factor;
}

/* One bit of one element. */
static void
flip_bit (guint64 seed, guint worker, guint64 round, float *x, gsize n)
{
  guint64 place = random_below (seed, RANDOM_CORRUPT, worker, round << DRAWS_A_ROUND, n * 32);
  guint32 bits;
  memcpy (&bits, &x[place / 32], sizeof bits);
  bits ^= 1u << place % 32;
  memcpy (&x[place / 32], &bits, sizeof bits);
}

static void
replace (guint64 seed, guint worker, guint64 round, float sigma, float *x, gsize n)
{
  for (gsize i = 0; i < n; i++)
    x[i] = sigma * (float)random_normal (seed, RANDOM_CORRUPT, worker, (round << DRAWS_A_ROUND) + i);
}

typedef enum
{
  HOW_BIT_FLIP,
  HOW_SCALE,
  HOW_SIGN_FLIP,
  HOW_RANDOM,
} How;

static const char *const how_words[] = { "bit-flip", "scale", "sign-flip", "random", NULL };

void
corrupt (const Fault *fault, guint64 seed, guint worker, guint64 round, float *x, gsize n)
{
  float factor = (float)knob_number (fault->knobs, "factor"), sigma = (float)knob_number (fault->knobs, "sigma");
  switch ((How)knob_word_index (fault->knobs, "how"))
    {
    case HOW_BIT_FLIP:
      flip_bit (seed, worker, round, x, n);
      break;
    case HOW_SCALE:
      scale (factor, x, n);
      break;
    case HOW_SIGN_FLIP:
      scale (-factor, x, n);
      break;
    case HOW_RANDOM:
      replace (seed, worker, round, sigma, x, n);
      break;
    }
}

static void
corrupt_begin (const Fault *fault, const FaultHooks *hooks, gpointer owner, guint worker)
{
  hooks->worker_corrupt (owner, worker, fault, 1);
}

static void
corrupt_end (const Fault *fault, const FaultHooks *hooks, gpointer owner, guint worker)
{
  hooks->worker_corrupt (owner, worker, fault, -1);
}

static const Knob corrupt_knobs[] = {
  FAULT_WHEN,
  FAULT_WORKERS,
  { "for", KNOB_TIME, .value = NAN, .min = 1e-9, .max = FAULT_LONGEST_S, .otherwise = "to the end", .help = "how long it goes on" },
  { "how", KNOB_WORD, .words = how_words, .required = TRUE,
    .help = "one bit of one element flipped, all multiplied by factor, or by -factor, or all replaced by normal noise" },
  { "factor", KNOB_NUMBER, .value = 1, .max = 1e30, .help = "of scale and sign-flip" },
  { "sigma", KNOB_NUMBER, .value = 1, .max = 1e30, .help = "of random: the standard deviation of each element" },
  { NULL },
};

const FaultKind fault_corrupt = {
  .name = "corrupt",
  .summary = "what a worker computed is spoilt before it leaves, and nothing says so",
  .knobs = corrupt_knobs,
  .lasts = "for",
  .victims = fault_workers,
  .begin = corrupt_begin,
  .end = corrupt_end,
};
