#include "training/recovery.h"

#include "training/happening.h"
#include "training/outage.h"
#include "training/state.h"

static void
tell_servers (Training *t, HappeningKind kind, const Worker *worker)
{
  for (guint i = 0; i < t->n_servers; i++)
    happened (t, kind, &t->servers[i].node, worker->node.number);
}

/* wait: whatever stands waits for it. */

static void
wait_lost (Training *t, Worker *worker)
{
  outage_forget (t, worker);
}

static void
wait_returned (Training *t, Worker *worker)
{
  outage_renew (t, worker);
  tell_servers (t, HAPPENED_RETURNED, worker);
}

/* drop: the others go on without it. */

static void
drop_lost (Training *t, Worker *worker)
{
  if (worker->member)
    worker_leave_clocks (t, worker);
  outage_forget (t, worker);
}

static void
drop_returned (Training *t, Worker *worker)
{
  worker_join_clocks (t, worker);
  outage_renew (t, worker);
  tell_servers (t, HAPPENED_JOINED, worker);
}

const Recovery recovery_wait = {
  .name = "wait",
  .summary = "barriers stand until the worker is back and has done its part again",
  .lost = wait_lost,
  .returned = wait_returned,
};

const Recovery recovery_drop = {
  .name = "drop",
  .summary = "the others go on without the worker, and take it in again when it is back",
  .lost = drop_lost,
  .returned = drop_returned,
};

static const Recovery *const recovery_table[] = { &recovery_wait, &recovery_drop, NULL };
static const char *const planned[] = { "rollback", NULL };

WORDS (recovery, Recovery, recovery_table)
const WordTable recovery_words = { "recovery", "recoveries", PLAIN_WORD_FUNCTIONS (recovery), planned };
