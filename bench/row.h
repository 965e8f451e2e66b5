/* A row of the table that `make bench` prints, as a line of CSV: the columns of bench/table. NAN and NULL are empty cells. */
#pragma once

#include <glib.h>
#include <math.h>
#include <string.h>

typedef struct
{
  const char *work;  /* what is done; no comma in it */
  guint64 size;      /* of how many: workers, devices, events, points … */
  double value;      /* what it came to, in @unit */
  const char *unit;  /* "M/s", "us", "s", "MB" … */
  double limit;      /* what bare loops, or products alone, came to in the same run */
  gboolean lower;    /* the lower the better: the share of the limit is limit / value */
  double asked;      /* @value, or, where there is a limit, the share of it, that is asked for */
  double peer;       /* what another simulator came to */
  double memory_mb;  /* the most that the process had */
  double growth;     /* of @value since the first row of its kind */
} BenchRow;

/** All empty but the names. */
static inline BenchRow
bench_row (const char *work, guint64 size, double value, const char *unit)
{
  return (BenchRow){ .work = work, .size = size, .value = value, .unit = unit, .limit = NAN, .asked = NAN, .peer = NAN,
                     .memory_mb = NAN, .growth = NAN };
}

static inline void
bench_cell (double value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  g_print (",%s", isfinite (value) ? g_ascii_formatd (digits, sizeof digits, "%.4g", value) : "");
}

static inline void
bench_print (const BenchRow *row)
{
  g_assert (!strchr (row->work, ','));
  g_print ("%s,%" G_GUINT64_FORMAT, row->work, row->size);
  bench_cell (row->value);
  g_print (",%s", row->unit);
  bench_cell (row->limit);
  bench_cell (row->lower ? row->limit / row->value : row->value / row->limit);
  bench_cell (row->asked);
  bench_cell (row->peer);
  bench_cell (row->memory_mb);
  bench_cell (row->growth);
  g_print ("\n");
}
