/* The critical path: what one iteration waited for, from its end back to its start.
 *
 * Walked backwards over what was recorded: at every moment on a machine, whatever ended there just then (its compute, a message
 * that arrived, a send that had left) is what it waited for, and the walk goes on where and when that began. A collective's send may
 * have waited for its receiver; then it goes on there. Where nothing ended just then the machine waited for something that leaves no trace, such as a step of its own.
 *
 * Invariant: the steps are in order of time, each begins where the one before ended, and together they last as long as the path.
 */
#pragma once

#include "network/topology.h"
#include "record/record.h"

typedef enum
{
  PATH_COMPUTE,
  PATH_MESSAGE,
  PATH_APPLY,
  PATH_WAIT, /* nothing recorded */
} PathKind;

typedef struct
{
  PathKind kind;
  guint32 actor; /* where; the sender of a message */
  guint32 peer;  /* the receiver of a message */
  SimTime start, end;
  const MessageSpan *message; /* of a PATH_MESSAGE; the record's */
} PathStep;

/** The path that ends where @worker's compute of the iteration after @iteration starts (or its last message arrives), and begins
 * where the compute of @iteration started on whichever worker it leads back to. Returns: (transfer full) of PathStep; empty when
 * the record does not hold that iteration. */
GArray *critical_path (const Record *record, guint32 worker, guint64 iteration);

/** The worker and iteration whose path is worth showing: of an iteration in the middle of what is over by @until, the worker that
 * computed last. FALSE when nothing was recorded. */
gboolean critical_path_choose (const Record *record, SimTime from, SimTime until, guint32 *worker, guint64 *iteration);

/** How long the steps of @kind on @path take. */
SimTime critical_path_sum (const GArray *path, PathKind kind);

/** The path for people, in at most @lines entries. Messages one after another that are of one phase of one bucket share an entry,
 * and where those are too many all of a bucket, or of a kind; each with the busiest link of what the run was over, @topology, NULL
 * where links have nothing to do with it. */
void critical_path_print (const Record *record, const Topology *topology, const GArray *path, guint lines, FILE *to);
