/* Snapshots: what a run would have to start again from, taken when an update is complete: the parameters and what changes them, how
 * much is done, and where every worker stands. What is under way is not in it.
 *
 * Vectors are shared with the run, which makes new ones when it goes on.
 */
#pragma once

#include "learning/optimizer.h"
#include "training/protocol.h"

typedef struct _Snapshot Snapshot;

/* Of Params. */
typedef struct
{
  Vector *w;            /* NULL when modelled */
  Optimizer *optimizer; /* NULL: none */
  guint64 version;
} SavedParams;

/** (transfer full) */
Snapshot *snapshot_new (Training *t);
void snapshot_free (Snapshot *snapshot);
/** Everything under way is void, and the run stands where it stood then. Workers that are there have nothing to do yet, those that
 * are not are out of the clocks unless @all. Returns the updates that are lost. */
guint64 snapshot_restore (Training *t, const Snapshot *snapshot, gboolean all);
