/* What happened: spans, messages, instants, and how each worker spent its time.
 *
 * The layers above report to a Record; report/ turns it into files and pictures. An actor is a host of the network (its number is
 * its NodeId): a worker, or a dedicated server.
 *
 * The timeline fingerprint is over what nodes see: computes and updates, messages but for those of which collectives are made,
 * each rank's entry into a collective and its end, crashes, and how everybody spent the time. It does not depend on what is kept,
 * nor on the order of what happens in one instant; so it is the same whether a collective goes step by step or at once.
 *
 * A worker's time at each instant belongs to the first of Activity that is under way (design, section 6); the sum over
 * activities is the makespan exactly, in nanoseconds. A worker's time that belongs to ACTIVITY_WAIT becomes a SPAN_WAIT by
 * itself, with the iteration of the span before it.
 *
 * Invariants: spans of one (actor, lane) where lane is LANE_COMPUTE do not overlap; start <= end.
 * Lifecycle:  record_new → record_add_actor … → reports in simulated order → record_finish → read → record_free.
 */
#pragma once

#include "base/hash.h"
#include "record/phase.h"
#include "sim/clock.h"

typedef struct _Record Record;

typedef enum
{
  ACTOR_WORKER,
  ACTOR_SERVER,
} ActorRole;

typedef enum
{
  LANE_COMPUTE, /* compute, wait, barrier, down, checkpoint, apply */
  LANE_SEND,
  LANE_RECEIVE,
} Lane;

typedef enum
{
  SPAN_COMPUTE,
  SPAN_PUSH,
  SPAN_PULL,
  SPAN_SEND, /* a message of a collective or between peers */
  SPAN_WAIT,
  SPAN_BARRIER,
  SPAN_DOWN,
  SPAN_CHECKPOINT,
  SPAN_APPLY, /* an update at a server that takes time */
  N_SPAN_KINDS,
} SpanKind;

/* The order is the precedence. */
typedef enum
{
  ACTIVITY_DOWN,
  ACTIVITY_CHECKPOINT,
  ACTIVITY_COMPUTE,
  ACTIVITY_COMMUNICATE,
  ACTIVITY_WAIT,
  N_ACTIVITIES,
} Activity;

typedef struct
{
  guint32 actor;
  SpanKind kind;
  SimTime start, end;
  guint64 iteration;
} Span;

/* Ends of a message. */
typedef enum
{
  END_SENDER = 1 << 0,
  END_RECEIVER = 1 << 1,
} MessageEnds;

/* One message on the wire. The sender's side lasts from start to left, the receiver's from start + latency to arrived. */
typedef struct
{
  guint32 from, to;
  guint32 purpose;   /* the channel's third part (network.h), which says the way that it took */
  SpanKind kind : 8; /* SPAN_PUSH, SPAN_PULL, SPAN_SEND */
  gboolean lost : 8;
  gboolean inner : 8;     /* of a collective, which is reported as such */
  MessageEnds spared : 8; /* spend no time on it: a server that lives on a worker's machine */
  SimTime start, left, latency, arrived; /* lost: arrived is when it was lost */
  guint64 bytes, iteration;
  MessageLabel label;
} MessageSpan;

typedef struct
{
  SimTime at;
  guint32 actor; /* G_MAXUINT32: the whole run */
  const char *name;
} Instant;

/* What is kept of the reports, for timelines. */
typedef struct
{
  gboolean keep_spans;             /* FALSE: only accounts and the fingerprint */
  gboolean sampled;                /* where there is no room left: keep every second of the iterations that are kept, and so on */
  guint64 max_spans;               /* keep at most so many spans, messages and instants; record_truncated tells */
  guint64 enough;                  /* once so many are kept, nothing of iterations that begin later; 0: there is never enough */
  SimTime from, until;             /* only what is under way between these two moments; until 0: to the end */
  guint32 first_worker, n_workers; /* only these workers, their messages, and what servers do; 0: all from the first on */
} RecordSettings;

#define RECORD_SETTINGS_DEFAULT ((RecordSettings){ .keep_spans = TRUE, .max_spans = 1000000 })

/** "compute", "push", … the words of timeline.csv; a message's receiving side is "receive" only for SPAN_SEND. */
const char *span_kind_name (SpanKind kind);
const char *activity_name (Activity activity);

Record *record_new (const RecordSettings *settings);
void record_free (Record *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Record, record_free)

/** Actors are numbered from 0 in the order of these calls. @name is copied. */
guint32 record_add_actor (Record *record, const char *name, ActorRole role);

void record_span (Record *record, guint32 actor, SpanKind kind, SimTime start, SimTime end, guint64 iteration);
void record_message (Record *record, const MessageSpan *message);
/** @name is static. */
void record_instant (Record *record, guint32 actor, const char *name, SimTime at);
/** @actor enters collective @number of @iteration, or, @ended, has its result. */
void record_collective (Record *record, guint32 actor, guint64 number, guint64 iteration, gboolean ended, SimTime at);
/** An update of @samples, @staleness old, counts. */
void record_update (Record *record, guint64 samples, guint64 staleness, SimTime at);
/** @what begins (+1) or ends (-1) at @now on @actor; several may overlap, also of one activity. */
void record_activity (Record *record, guint32 actor, Activity what, int change, SimTime now);
/* Whoever reckons many messages at once knows of an activity late, and ahead of time. */

/** From now on all activities of @actor wait to be booked, until it is released as often as it was held. */
void record_hold (Record *record, guint32 actor);
void record_release (Record *record, guint32 actor, SimTime now);
/** @what goes on on @actor from @from, which is not before it was held or, unless it is, before now, until @to. @source (not 0)
 * tells who says so. */
void record_plan (Record *record, guint32 actor, Activity what, SimTime from, SimTime to, guint64 source);
/** Whatever @source has said of @what, which is all that it has spoken of, ends at @now at the latest. */
void record_unplan (Record *record, guint32 actor, Activity what, guint64 source, SimTime now);
/** Whether the next message that is reported may be kept. */
gboolean record_keeps (const Record *record);

/** Closes every account at @end, the makespan. Nothing may be reported later. */
void record_finish (Record *record, SimTime end);

guint record_n_actors (const Record *record);
const char *record_actor_name (const Record *record, guint32 actor);
ActorRole record_actor_role (const Record *record, guint32 actor);
/** Nanoseconds that @actor spent on @what; after record_finish. */
SimTime record_time (const Record *record, guint32 actor, Activity what);
/** Nanoseconds in which messages of @actor travelled while it computed: communication that is hidden. After record_finish. */
SimTime record_hidden (const Record *record, guint32 actor);
/** In the order of reporting. */
const Span *record_spans (const Record *record, guint *n);
const MessageSpan *record_messages (const Record *record, guint *n);
const Instant *record_instants (const Record *record, guint *n);
/** Whether anything is kept for timelines. */
gboolean record_keeps_spans (const Record *record);
gboolean record_truncated (const Record *record);
/** How many spans, messages and instants are kept at most. */
guint64 record_max_spans (const Record *record);
/** Of how many iterations one is kept; 1 unless sampled. */
guint64 record_stride (const Record *record);
/** Whether the settings ask for @actor; a server always is. */
gboolean record_actor_kept (const Record *record, guint32 actor);
/** Where the stretch that is kept begins, as the settings ask for it, and where it ends: at the latest with the run, or where what
 * was left out for want of room ended. */
SimTime record_from (const Record *record);
SimTime record_until (const Record *record);
SimTime record_end (const Record *record);
/** The fingerprint, 16 hexadecimal digits. */
void record_fingerprint (const Record *record, char out[17]);
