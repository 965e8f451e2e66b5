/* Counter-based random numbers (Philox4x32-10; Salmon et al., SC 2011; librandom123).
 *
 * A draw is a pure function of (seed, purpose, entity, index): nothing is stored, a new purpose never shifts another one, and two
 * protocols compared under one seed meet the same stragglers and the same batches.
 */
#pragma once

#include <glib.h>

typedef enum
{
  RANDOM_SLOWDOWN = 1, /* entity: worker, index: its iteration */
  RANDOM_INIT,         /* entity: tensor, index: element */
  RANDOM_SHUFFLE,      /* entity: epoch, index: position */
  RANDOM_DATA,         /* entity: row or centre, index: feature */
  RANDOM_DATA_NOISE,
  RANDOM_SLOW_WORKERS,
  RANDOM_FAULT,
  RANDOM_TEST,
  RANDOM_OVERLAY,
  RANDOM_ROUTE,
  RANDOM_PROTOCOL,  /* entity: node, index: the protocol's own */
  RANDOM_SELECTION, /* entity: round, index: position */
  RANDOM_PARTITION, /* entity: what is dealt, index: position */
  RANDOM_OWN_ORDER, /* entity: worker, index: its pass: the seed that the pass is shuffled by */
  RANDOM_SLOWDOWN_TOGETHER, /* entity: workers that stand together, index: an iteration */
  RANDOM_PACE,              /* entity: worker, index: 0 the first state of its speed, then its stays */
  RANDOM_PACE_TOGETHER,     /* entity: workers that stand together */
  RANDOM_CORRUPT,           /* entity: worker, index: an iteration, and an element */
  RANDOM_LOSS,              /* entity: a channel's hash, index: when a message began, in nanoseconds */
} RandomPurpose;

/** The four words of Philox4x32-10 for @counter and @key; zero and zero give 6627e8d5 e169c58d bc57ac4c 9b00dbd8. */
void random_philox (const guint32 counter[4], const guint32 key[2], guint32 out[4]);

/** 64 random bits. */
guint64 random_bits (guint64 seed, RandomPurpose purpose, guint32 entity, guint64 index);

/** Uniform in the open interval (0, 1): ((x >> 12) + 0.5)·2^-52, which can be neither 0 nor 1. */
double random_uniform (guint64 seed, RandomPurpose purpose, guint32 entity, guint64 index);

/** Standard normal by inverse CDF (GSL). */
double random_normal (guint64 seed, RandomPurpose purpose, guint32 entity, guint64 index);

/** A whole number in [0, n), n > 0, without bias that matters (128-bit multiply). */
guint64 random_below (guint64 seed, RandomPurpose purpose, guint32 entity, guint64 index, guint64 n);

/** Fills @out with a permutation of 0 … n-1 (Fisher–Yates; one draw a position). */
void random_permutation (guint64 seed, RandomPurpose purpose, guint32 entity, guint32 *out, guint32 n);
