#include "network/sharing.h"

/* Keeps sums of rates, and rate × nanoseconds up to a flow's end, far below 2^128. */
#define MAX_BYTES_PER_S 1e18

Rate
rate_from_bytes_per_s (double bytes_per_s)
{
  g_assert (bytes_per_s >= 0);
  int exponent;
  double mantissa = frexp (MIN (bytes_per_s, MAX_BYTES_PER_S), &exponent);
  Rate rate = (Rate)ldexp (mantissa, 53);
  exponent += RATE_SHIFT - 53;
  rate = exponent >= 0 ? rate << exponent : exponent > -64 ? rate >> -exponent : 0;
  return (rate + SIM_SECOND / 2) / SIM_SECOND;
}

const SharingModel *const sharing_table[] = { &sharing_fair, &sharing_fifo, &sharing_ideal, NULL };

WORDS (sharing, SharingModel, sharing_table)
const WordTable sharing_words = { "sharing model", "sharing-models", PLAIN_WORD_FUNCTIONS (sharing), NULL };
