#include "protocol/metrics.h"

#include "protocol/table.h"

/* The protocols' metric number @i, from 0, or NULL past the last; @n: how many were passed. */
static const Metric *
own_metric (guint i, guint *n)
{
  *n = 0;
  for (const Protocol *const *protocol = protocol_table; *protocol; protocol++)
    for (const Metric *metric = (*protocol)->metrics; metric && metric->name; metric++)
      if ((*n)++ == i)
        return metric;
  return NULL;
}

guint
metrics_count (void)
{
  guint n;
  own_metric (G_MAXUINT, &n);
  return METRIC_OWN + n;
}

const Metric *
metric_at (MetricId id)
{
  guint n;
  return id < METRIC_OWN ? &metric_table[id] : own_metric (id - METRIC_OWN, &n);
}

MetricId
metric_find (const char *name)
{
  guint n = metrics_count ();
  for (guint i = 0; i < n; i++)
    if (g_str_equal (metric_at (i)->name, name))
      return i;
  return N_METRICS;
}

void
metrics_place (Outcome *outcome)
{
  const Metric *own = outcome->own;
  for (guint i = 0; own && own[i].name; i++)
    outcome->metrics[metric_find (own[i].name)] = outcome->measured[i];
}
