/* The machines: what each worker's device and link are, and how long a worker computes.
 *
 * Pure functions of the settings and the seed; nothing is stored, so that every protocol meets the same stragglers.
 */
#pragma once

#include "cluster/settings.h"

/** The device of @worker: the cluster's, or that of the last group that names it. */
const Device *cluster_device (const ClusterSettings *settings, guint worker);

/** The link of @worker, and that of a dedicated server: payload rate (efficiency applied) and latency. */
HostLink cluster_worker_link (const ClusterSettings *settings, guint worker);
HostLink cluster_server_link (const ClusterSettings *settings);

/** How many workers stand together, one group behind another: a rack, an island, a site; 1 where they do not. */
guint cluster_together (const ClusterSettings *settings);
/** A uniform draw of @worker's own, as random_uniform; by slowdown.correlation like those of the workers that it stands with. */
double cluster_uniform (const ClusterSettings *settings, guint64 seed, RandomPurpose purpose, guint worker, guint64 index);
/** Of a slowdown @factor what what_if leaves. */
double cluster_straggling (const ClusterSettings *settings, double factor);

/** The factor on @worker's compute time in its iteration @iteration (from 0): slow_workers times a draw. What changes in time is
 *  not in it (pace.h). */
double cluster_slowdown (const ClusterSettings *settings, guint64 seed, guint worker, guint64 iteration);

/** How long @worker computes in its iteration @iteration when undisturbed it takes @step_s seconds; a trace replaces it. */
SimTime cluster_compute_time (const ClusterSettings *settings, guint64 seed, guint worker, guint64 iteration, double step_s);
