/* A trial: collectives on a drawn network, one after another on every rank, and something that comes up in the middle of them.
 * It is run with shortcuts and without, and everything that can be seen of it is written down to be compared.
 */
#pragma once

#include "collective/plan_run.h"

#define TRIAL_RUNS_MAX 3
#define TRIAL_PROBES 3

typedef enum
{
  COMES_NOTHING,
  COMES_MESSAGE, /* somebody else's */
  COMES_CRASH,   /* of a node; the runs under way are aborted */
  COMES_ABORT,
  COMES_SCALE, /* a link has another rate from then on */
  COMES_CUT,
  N_COMES,
} Comes;

/* Everything that happens follows from it. */
typedef struct
{
  guint32 number; /* of the draws */
  guint64 draws;
  const TopologyKind *topology;
  Knobs *knobs;
  guint n_hosts;
  double bandwidth;
  SimTime latency, overhead;
  double reduce_bytes_per_s;
  const SharingModel *sharing;
  guint n_runs;
  Plan plans[TRIAL_RUNS_MAX];
  SimTime *delays;   /* [n_runs × n_hosts]: from the end of one run on a rank until it enters the next */
  SimTime *computes; /* [n_hosts]: computes until then, whatever else goes on */
  Comes comes;
  SimTime when;
  EventPriority priority;
  guint32 what, whom; /* host, link … */
  guint64 bytes;
  double factor;
  SimTime probes[TRIAL_PROBES]; /* when totals are looked at */
} Trial;

/* Numbers: when each rank is done with each run, messages lost and arrived, totals, bytes over links, accounts. */
typedef struct
{
  GArray *seen;   /* gint64 */
  GArray *events; /* SimTime: when messages started, left, arrived, if they were asked for */
  SimTime end;
  guint64 n_shortcuts;
} Seen;

void trial_init (Trial *trial, guint32 number);
void trial_clear (Trial *trial);
guint64 trial_draw (Trial *trial, guint64 n);
void trial_run (const Trial *trial, gboolean shortcuts, gboolean keep_events, Seen *seen);
void seen_clear (Seen *seen);
