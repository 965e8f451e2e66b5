#include "training/statistics.h"

#include <math.h>

#define TALLY_MAX 1000000

void
tally_init (Tally *tally)
{
  *tally = (Tally){ .count = g_array_new (FALSE, TRUE, sizeof (guint64)) };
}

void
tally_clear (Tally *tally)
{
  g_clear_pointer (&tally->count, g_array_unref);
}

void
tally_add (Tally *tally, guint64 value)
{
  guint64 bin = MIN (value, TALLY_MAX);
  if (bin >= tally->count->len)
    g_array_set_size (tally->count, bin + 1);
  g_array_index (tally->count, guint64, bin)++;
  tally->n++;
  tally->sum += value;
  tally->max = MAX (tally->max, value);
}

double
tally_mean (const Tally *tally)
{
  return tally->n > 0 ? tally->sum / tally->n : NAN;
}

double
tally_max (const Tally *tally)
{
  return tally->n > 0 ? tally->max : NAN;
}

double
tally_quantile (const Tally *tally, double q)
{
  guint64 seen = 0;
  for (guint i = 0; i < tally->count->len; i++)
    {
      seen += g_array_index (tally->count, guint64, i);
      if (seen > 0 && seen >= q * tally->n)
        return i < TALLY_MAX ? i : tally->max;
    }
  return NAN;
}
