/* Phases: which part of an exchange a message is of, for whoever asks where the time went. Words of the record; nothing depends on
 * them.
 */
#pragma once

#include <glib.h>

typedef enum
{
  PHASE_NONE, /* an exchange that has no parts, or the kind of the message says it: a push, a pull */
  PHASE_REDUCE,
  PHASE_BROADCAST,
  PHASE_REDUCE_SCATTER,
  PHASE_ALL_GATHER,
  PHASE_SCATTER,
  PHASE_GATHER,
  PHASE_ALL_TO_ALL,
  PHASE_EXCHANGE, /* two ranks swap whole vectors and both reduce */
  PHASE_FOLD,     /* ranks that are more than a power of two hand over their vectors … */
  PHASE_UNFOLD,   /* … and get the result */
  N_PHASES,
} Phase;

typedef struct
{
  guint16 bucket; /* of the gradient, counted from 1; 0: it travels in one piece */
  guint8 phase;   /* Phase */
  guint8 level;   /* which side of a grid of ranks, counted from 1; 0: they stand in none */
} MessageLabel;

/** "reduce-scatter"; NULL for PHASE_NONE. */
const char *phase_name (Phase phase);
