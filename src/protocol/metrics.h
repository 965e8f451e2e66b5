/* Every metric there is: those that any run may have, then those that protocols declare, in the order of the protocols. Names are
 * unique. */
#pragma once

#include "training/outcome.h"

/** At most N_METRICS. */
guint metrics_count (void);
/** @id < metrics_count (). */
const Metric *metric_at (MetricId id);
/** N_METRICS when there is no such metric. */
MetricId metric_find (const char *name);
/** Puts what the run's protocol measured among the metrics of @outcome. */
void metrics_place (Outcome *outcome);
