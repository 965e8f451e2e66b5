/* A slow node: iterations that its worker begins meanwhile take longer. */
#include <float.h>

#include "fault/fault.h"

static void
slow_begin (const Fault *fault, const FaultHooks *hooks, gpointer owner, guint worker)
{
  hooks->worker_slow (owner, worker, knob_number (fault->knobs, "factor"), 1);
}

static void
slow_end (const Fault *fault, const FaultHooks *hooks, gpointer owner, guint worker)
{
  hooks->worker_slow (owner, worker, knob_number (fault->knobs, "factor"), -1);
}

static const Knob slow_knobs[] = {
  FAULT_WHEN,
  FAULT_WORKERS,
  { "for", KNOB_TIME, .value = NAN, .min = 1e-9, .max = FAULT_LONGEST_S, .otherwise = "to the end", .help = "how long it is slow" },
  { "factor", KNOB_NUMBER, .value = NAN, .min = DBL_MIN, .max = 1e9, .required = TRUE, .help = "how many times as long iterations take" },
  { NULL },
};

const FaultKind fault_slow = {
  .name = "slow",
  .summary = "a worker is slow for a while",
  .knobs = slow_knobs,
  .lasts = "for",
  .victims = fault_workers,
  .begin = slow_begin,
  .end = slow_end,
};
