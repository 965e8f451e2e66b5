/* What was simulated beside what others published: a table, and published.svg with the ratio of the two for every figure. */
#pragma once

#include "report/points.h"

typedef struct
{
  char *label; /* "model=resnet101 workers=512 efficiency"; owned by the caller */
  MetricId metric;
  double published, simulated; /* NAN: the run has none */
  const char *source;          /* may be NULL */
} PublishedRow;

void published_print (const PublishedRow *rows, guint n, FILE *to);

/** published.gp, its data, published.csv and, with gnuplot, published.svg into the existing folder @dir. LOCKSTEP_ERROR_RUN. */
gboolean published_write (const char *name, const PublishedRow *rows, guint n, const char *dir, char **note, GError **error);
