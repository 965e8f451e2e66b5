#include "record/phase.h"

const char *
phase_name (Phase phase)
{
  static const char *const names[N_PHASES] = {
    [PHASE_REDUCE] = "reduce",
    [PHASE_BROADCAST] = "broadcast",
    [PHASE_REDUCE_SCATTER] = "reduce-scatter",
    [PHASE_ALL_GATHER] = "all-gather",
    [PHASE_SCATTER] = "scatter",
    [PHASE_GATHER] = "gather",
    [PHASE_ALL_TO_ALL] = "all-to-all",
    [PHASE_EXCHANGE] = "exchange",
    [PHASE_FOLD] = "fold",
    [PHASE_UNFOLD] = "unfold",
  };
  return names[phase];
}
