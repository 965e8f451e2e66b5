/* A run in words and numbers for people: what the summary, the pictures' titles and the tables say alike. */
#pragma once

#include "report/report.h"

/** "ssp (staleness 3), 8 workers, parameter-server (servers 1)". (transfer full) */
char *words_protocol (const Scenario *scenario);
/** "mlp (hidden 128-64) on fashion-mnist, batch 32, sgd (rate 0.05)", or what is known of the job. (transfer full) */
char *words_workload (const Scenario *scenario);
/** "star, 10 Gbit/s, latency 25 µs"; NULL where the protocol uses no network. (transfer full) */
char *words_network (const Scenario *scenario);
/** "dirichlet (alpha 0.1) of fashion-mnist, 8 workers". The scenario has a partition. (transfer full) */
char *words_partition (const Scenario *scenario);
/** What makes workers slower than their devices; NULL: nothing. (transfer full) */
char *words_slowdown (const Scenario *scenario);

/** How what is kept of the run for timelines is less than what happened, apart from what was asked for: "one iteration of 8"; NULL:
 * it is all there. (transfer full) */
char *words_kept (const Record *record);

/** "12,345". (transfer full) */
char *words_count (guint64 n);
/** A metric as people read it, with its unit: "12.3 ms", "84.31 %", "7,802 samples/s"; "-" where it does not apply. (transfer
 * full) */
char *words_metric (MetricId metric, double value);
/** The same with a sign, for a difference. (transfer full) */
char *words_difference (MetricId metric, double value);
/** "0.7772"; "-" where there is none. (transfer full) */
char *words_ratio (double ratio);
