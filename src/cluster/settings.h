/* cluster: the machines. scenario/ fills it. */
#pragma once

#include "base/distribution.h"
#include "cluster/device.h"
#include "network/settings.h"

/* Compute times measured, in seconds. Worker w's iteration i stands at seconds[first[w] + i], below first[w + 1]. */
typedef struct
{
  guint n_workers;
  gsize *first;    /* [n_workers + 1] */
  double *seconds; /* [first[n_workers]]; NAN where the file has no row */
  guint64 n_beyond; /* rows of workers that there are not, which were ignored */
} ComputeTrace;

/* Inclusive. */
typedef struct
{
  guint first, last;
} WorkerRange;

/* For so long some workers take @factor times as long. */
typedef struct
{
  WorkerRange workers;
  SimTime at, lasts;
  double factor;
} SlowEpisode;

/* A worker is fast and slow in turn, each for an exponential time. */
typedef struct
{
  double fast_s, slow_s; /* means */
  double factor;         /* while slow; NAN: there is no such process */
} Markov;

typedef struct
{
  Distribution dist; /* factor on the compute time; kind NULL: 1 */
  guint slow_count;  /* so many workers, the first ones, … */
  gint64 *slow_list; /* … or these (owned, sorted), slow_count of them, when not NULL */
  double slow_factor;
  SlowEpisode *episodes; /* owned */
  guint n_episodes;
  Markov markov;
  double correlation;  /* of the draws of workers that stand together: 0 none, 1 they are the same */
  char *trace_path;    /* absolute, or NULL */
  ComputeTrace *trace; /* read before the run; replaces the compute time altogether */
} Slowdown;

/* Later entries win. */
typedef struct
{
  WorkerRange workers;
  gboolean has_device;
  Device device;
  double bandwidth; /* bytes per second; NAN: as the network's */
  SimTime latency;  /* -1: as the network's */
} Group;

/* Factors on what is described, for questions of the kind "what if"; 1: as it is. */
typedef struct
{
  double bandwidth, latency, compute; /* of every link; of every link; speed of every device */
  double straggling;                  /* of what a slowdown factor has above 1 */
} WhatIf;

typedef struct
{
  WhatIf what_if;
  guint workers;
  Device device;
  Slowdown slowdown;
  Group *groups; /* owned */
  guint n_groups;
  NetworkSettings network;
} ClusterSettings;

void cluster_settings_init (ClusterSettings *settings);
void cluster_settings_clear (ClusterSettings *settings);
