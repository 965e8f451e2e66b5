/* Recoveries: what the others do when a worker is taken to be down, and when it is back. Nobody learns of a crash but through these.
 *
 * A worker that was falsely suspected is stopped, as its messages are refused from then on, and taken in again as one that
 * crashed would be.
 */
#pragma once

#include "base/word_table.h"
#include "training/protocol.h"

typedef struct _Worker Worker;

typedef struct _Recovery
{
  const char *name; /* the word in training.recovery */
  const char *summary;
  void (*lost) (Training *, Worker *);
  void (*returned) (Training *, Worker *);
} Recovery;

extern const Recovery recovery_wait, recovery_drop;
extern const WordTable recovery_words;
