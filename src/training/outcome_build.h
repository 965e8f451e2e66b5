/* The outcome of a run, from what was counted and recorded. */
#pragma once

#include "training/outcome.h"
#include "training/protocol.h"

/** After the record is finished. (transfer full) */
Outcome *training_outcome (Training *t);
