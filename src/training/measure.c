#include "training/measure.h"

#include "training/state.h"

Measure *
measures_new (const Metric *declared)
{
  guint n = 0;
  while (declared && declared[n].name)
    n++;
  return g_new0 (Measure, n);
}

double
measure_value (const Measure *measure, const Metric *metric)
{
  if (measure->n == 0)
    return NAN;
  switch (metric->measure)
    {
    case MEASURE_MEAN:
      return measure->sum / measure->n;
    case MEASURE_MAX:
      return measure->max;
    case MEASURE_SUM:
      return measure->sum;
    }
  g_assert_not_reached ();
}

void
training_measure (Training *t, const char *name, double value)
{
  const Metric *metric = t->protocol->metrics;
  while (!g_str_equal (metric->name, name))
    metric++;
  Measure *measure = &t->measures[metric - t->protocol->metrics];
  measure->max = measure->n++ > 0 ? MAX (measure->max, value) : value;
  measure->sum += value;
}
