/* A star of hosts (or another topology) with an executor on it, and runs whose ranks enter at given times. */
#pragma once

#include "collective/plan_run.h"

typedef struct
{
  guint n_hosts;
  double bandwidth; /* bytes per second of every link */
  SimTime latency;  /* of one link; a path crosses two */
  gboolean eager;
  double reduce_bytes_per_s;
  const SharingModel *sharing;  /* NULL: fair */
  const TopologyKind *topology; /* NULL: star */
  const Knobs *knobs;           /* of the topology; NULL: its defaults */
  const NodeId *place;          /* rank → host; NULL: rank r on host r */
} BedShape;

typedef struct
{
  BedShape shape;
  Simulator *sim;
  NetworkSettings settings;
  Topology *topology;
  Network *network;
  PlanExecutor *executor;
  HandlerId enter, abort, crash;
  GPtrArray *runs; /* BedRun, owned */
} Bed;

typedef struct
{
  Bed *bed;
  Plan plan;
  PlanRun *run;
  SimTime *done; /* rank → when; -1: not yet */
  guint n_done;
  gboolean abort_when_done; /* abort when the first rank is done */
  SimTime all_done;         /* -1: not yet */
} BedRun;

Bed *bed_new (const BedShape *shape);
void bed_free (Bed *bed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Bed, bed_free)

/** Rank r, on its host, enters at @ready[r] (NULL: at 0). @data as plan_run_new. */
BedRun *bed_add (Bed *bed, const Plan *plan, Operator op, float *const *data, const SimTime *ready);
/** Unless it is done by then. */
void bed_abort_at (BedRun *run, SimTime when);
/** Host @node goes down, and @run is aborted in the same instant. */
void bed_crash_at (BedRun *run, NodeId node, SimTime when);
/** Until nothing is left to do. */
void bed_run (Bed *bed);
/** α of a message between two hosts, in seconds; β is 1 / shape.bandwidth. */
double bed_alpha (const Bed *bed);
