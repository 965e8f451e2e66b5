/* A crash: all that a worker held and was at is gone, until a replacement is there. */
#include "fault/fault.h"

static void
crash_begin (const Fault *fault, const FaultHooks *hooks, gpointer owner, guint worker)
{
  hooks->worker_down (owner, worker, 1, !isnan (fault_lasts (fault)));
}

static void
crash_end (const Fault *fault, const FaultHooks *hooks, gpointer owner, guint worker)
{
  hooks->worker_down (owner, worker, -1, TRUE);
}

static const Knob crash_knobs[] = {
  FAULT_WHEN,
  FAULT_WORKERS,
  { "restart",
    KNOB_TIME,
    .value = NAN,
    .min = 1e-9,
    .max = FAULT_LONGEST_S,
    .otherwise = "it never comes back",
    .help = "time from the crash until a replacement has its parameters and goes on" },
  { NULL },
};

const FaultKind fault_crash = {
  .name = "crash",
  .summary = "a worker's machine is gone, with all that it held",
  .knobs = crash_knobs,
  .subject = FAULT_OF_WORKERS,
  .lasts = "restart",
  .victims = fault_workers,
  .begin = crash_begin,
  .end = crash_end,
};
