/* What a protocol measures of its own in a run: a value for each metric that its descriptor declares. */
#pragma once

#include "training/metric.h"

typedef struct
{
  guint64 n; /* values told */
  double sum, max;
} Measure;

/** One for each of @declared, whose end is a NULL name. NULL where there are none. */
Measure *measures_new (const Metric *declared);
/** What @metric comes to; NAN where nothing was told. */
double measure_value (const Measure *measure, const Metric *metric);
