/* What an outage of a worker means for what is under way: three steps, at the crash, at the news of it, and at the return.
 */
#pragma once

#include "training/worker.h"

/** Everything that @worker has under way is void, what it computes, collects and waits for is gone. Nobody hears of it. */
void outage_void (Training *t, Worker *worker);
/** What it has handed out and is not in the parameters yet is dropped and counted as lost, here and wherever it is kept; what was
 * granted to it is given back, to be done again. */
void outage_write_off (Training *t, Worker *worker);
/** The same, and a collective that it is part of is broken off, for which its peers write off theirs. */
void outage_forget (Training *t, Worker *worker);
/** How many iterations @worker had started before the exchange of @samples that it has begun last, @started being all. */
guint64 outage_begun (Training *t, const Worker *worker, guint64 started, guint64 samples);
/** It holds the parameters as they stand, and starts anew; where nobody has them any more, everybody goes back to the last ones that were saved. */
void outage_renew (Training *t, Worker *worker);
