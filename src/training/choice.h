/* "exchange": "auto": which all-reduce the cost model takes to be the fastest for this job on this network. */
#pragma once

#include "training/settings.h"

typedef struct
{
  const Exchange *exchange;
  double seconds; /* of one iteration's all-reduces one after another, by the cost model */
  double bytes;   /* that they reduce, on the wire */
} ExchangeChoice;

/** Among the all-reduces that suit the number of workers; of equals the first one in the table. FALSE with LOCKSTEP_ERROR_INPUT
 * when there is no such network. */
gboolean exchange_choose (const RunSettings *settings, ExchangeChoice *out, GError **error);
