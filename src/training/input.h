/* The input pipeline of one worker: when its next batch is there.
 *
 * Batches are read from storage one after another, each is then decoded by one of the loaders, and at most prefetch of them may
 * be read ahead of the one in use. A recurrence over batches, with no events of its own.
 */
#pragma once

#include "sim/clock.h"
#include "training/settings.h"

typedef struct _Input Input;

/** NULL where @settings has no storage: batches are always there. @rows: of one batch. */
Input *input_new (const InputSettings *settings, guint rows);
void input_free (Input *input);

/** When the next batch is ready (SIM_TIME_NEVER where that is past all time); it is in use from the later of then and @now on.
 * Called once for each batch, of which an iteration has as many as it accumulates. */
SimTime input_take (Input *input, SimTime now);
