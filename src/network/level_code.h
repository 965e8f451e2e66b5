/* A rate in 32 bits, rounded down: 24 significant bits and how far they are shifted. Codes are in the order of the rates, so a
 * limit that is stored for every flow on every link takes no more room than a number of a flow.
 *
 * Invariant: code_level (level_code (r)) <= r; codes below 2^24 are exact.
 */
#pragma once

#include "network/sharing.h"

#define CODE_BITS 24

static inline guint32
level_code (Rate level)
{
  guint64 high = (guint64)(level >> 64), low = (guint64)level;
  guint bits = high != 0 ? 128 - (guint)__builtin_clzll (high) : low != 0 ? 64 - (guint)__builtin_clzll (low) : 0;
  guint shift = bits > CODE_BITS ? bits - CODE_BITS : 0;
  return (shift << (CODE_BITS - 1)) + (guint32)(level >> shift);
}

static inline Rate
code_level (guint32 code)
{
  guint shift = code >> CODE_BITS == 0 ? 0 : (code >> (CODE_BITS - 1)) - 1;
  return (Rate)(code - (shift << (CODE_BITS - 1))) << shift;
}
