/* How flows share links: the arithmetic alone. A sharing model is told the time and schedules nothing; fabric.c keeps two
 * alarms for it, "settle" at the end of an instant and the next finish.
 *
 * Rates are fixed point, in units of 2^-60 byte per nanosecond, progress is an unsigned 128-bit number of the same unit times
 * nanoseconds, so that every solver gives the same answer to the last bit. A flow is finished at the first nanosecond at which
 * its progress reaches its bytes, but for what rounding rates down costs (progress.h). Ties: links are frozen one at a time, the
 * lowest (level, link id) first; a link's level is what it has left over the flows on it that are not frozen, rounded down.
 *
 * Invariants: no link carries more than its capacity; every flow of a max-min model crosses at least one saturated link.
 */
#pragma once

#include "base/knob.h"
#include "sim/clock.h"

typedef struct _Sharing Sharing; /* each model defines its own state */
typedef unsigned __int128 Rate;  /* 2^-60 byte per nanosecond */
typedef guint32 LinkId;
typedef guint32 FlowId; /* reused after pop_finished or close */

#define FLOW_NONE G_MAXUINT32
#define RATE_SHIFT 60

/** @bytes_per_s >= 0, rounded to the nearest representable rate. */
Rate rate_from_bytes_per_s (double bytes_per_s);

typedef struct _SharingModel
{
  const char *name;    /* the word in cluster.network.sharing */
  const char *summary; /* one line */
  Sharing *(*create) (void);
  void (*destroy) (Sharing *);
  LinkId (*add_link) (Sharing *, Rate capacity);               /* ids count from 0 */
  void (*set_capacity) (Sharing *, LinkId, Rate, SimTime now); /* 0 stalls */
  /* @route is copied, no link twice; n_links >= 1; bytes may be 0 (finishes at once, unless stalled). Rates change at the next
   * settle. */
  FlowId (*open) (Sharing *, const LinkId *route, guint n_links, guint64 bytes, SimTime now);
  /* The flow, opened just now, has sent so much already (2^-60 bytes). NULL: by this model it matters who comes first within one
   * instant, or it is there for tests. */
  void (*credit) (Sharing *, FlowId, unsigned __int128 sent);
  guint64 (*close) (Sharing *, FlowId, SimTime now); /* cancels; returns the bytes not sent, rounded up */
  void (*settle) (Sharing *, SimTime now);           /* once per instant in which anything was opened, closed or finished */
  SimTime (*next_finish) (const Sharing *);          /* valid after settle; SIM_TIME_NEVER when nothing moves */
  FlowId (*pop_finished) (Sharing *, SimTime now);   /* one finished flow, lowest id first; FLOW_NONE when there is no more */
  guint64 (*link_bytes) (const Sharing *, LinkId, SimTime now); /* carried so far, rounded down */
  void (*check) (const Sharing *, SimTime now);                 /* aborts on a broken invariant; for tests */
} SharingModel;

extern const SharingModel sharing_fair;           /* max-min fair */
extern const SharingModel sharing_fair_reference; /* the naive solver, for tests: recomputes everything */
extern const SharingModel sharing_fifo;           /* first come, first served */
extern const SharingModel sharing_fifo_reference; /* the naive one, for tests: serves every flow anew */
extern const SharingModel sharing_ideal;          /* α-β: every flow alone at its route's smallest capacity */

/** NULL-terminated; those that a user can name. */
extern const SharingModel *const sharing_table[];
extern const WordTable sharing_words;
