/* Simulated time: a signed 64-bit count of nanoseconds from the start of the run. */
#pragma once

#include <glib.h>
#include <math.h>

typedef gint64 SimTime;

#define SIM_TIME_NEVER G_MAXINT64
#define SIM_SECOND G_GINT64_CONSTANT (1000000000)

/* For printf: g_print ("%" SIM_TIME_FORMAT, SIM_TIME_ARGS (t)) gives seconds with nine decimals; t >= 0. */
#define SIM_TIME_FORMAT G_GINT64_FORMAT ".%09" G_GINT64_FORMAT
#define SIM_TIME_ARGS(t) ((gint64)(t) / SIM_SECOND), ((gint64)(t) % SIM_SECOND)

static inline double
sim_time_to_s (SimTime t)
{
  return (double)t / 1e9;
}

/** @by after @from, both >= 0; what passes the end of simulated time is SIM_TIME_NEVER. */
static inline SimTime
sim_time_later (SimTime from, SimTime by)
{
  return by < SIM_TIME_NEVER - from ? from + by : SIM_TIME_NEVER;
}

/** The nearest nanosecond; what does not fit (over 292 years, infinite) is SIM_TIME_NEVER. */
static inline SimTime
sim_time_from_s (double s)
{
  double ns = s * 1e9;
  return ns < 9.2e18 ? (SimTime)llrint (ns) : SIM_TIME_NEVER;
}
