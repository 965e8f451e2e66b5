/* Counts of small whole numbers (staleness, lead): exact mean, quantiles and maximum, O(1) an addition. */
#pragma once

#include <glib.h>

typedef struct
{
  GArray *count; /* guint64: how often each value came; values from TALLY_MAX on are counted there */
  guint64 n, max;
  double sum;
} Tally;

void tally_init (Tally *tally);
void tally_clear (Tally *tally);
void tally_add (Tally *tally, guint64 value);
/** NAN when empty. */
double tally_mean (const Tally *tally);
double tally_max (const Tally *tally);
/** The smallest value that at least the share @q of the additions does not exceed; NAN when empty. */
double tally_quantile (const Tally *tally, double q);
