/* Dimensioned values as people write them: "10 Gbit/s", "1.25 GB/s", "25 us", "400 MB", "2 TFLOP/s".
 *
 * SI prefixes k M G T P E, binary Ki Mi Gi Ti Pi; "b" or "bit" against "B"; "bps"/"Bps" for rates. Every rate is kept in bytes
 * per second, every size in bytes, every time in seconds.
 */
#pragma once

#include <glib.h>

typedef enum
{
  DIMENSION_NONE,
  DIMENSION_TIME,       /* seconds: ns us ms s min h d */
  DIMENSION_BYTES,      /* bytes: B kB MB GB KiB MiB …, bit kbit … */
  DIMENSION_RATE,       /* bytes per second: bit/s B/s kbit/s … bps Bps */
  DIMENSION_FLOPS,      /* FLOP: kFLOP … */
  DIMENSION_FLOPS_RATE, /* FLOP per second: GFLOP/s TFLOP/s, GFLOPS TFLOPS */
} Dimension;

/* What unit_parse found out beside the value. */
typedef struct
{
  double value;        /* in the base unit of the dimension */
  gboolean case_trap;  /* a spelling such as "10 MBps" or "10 Mb" whose case decides between bits and bytes, or "KB" */
  const char *reading; /* then: static text, how it was understood: "megabytes per second"; else NULL */
} Quantity;

/** Reads @text as a quantity of @dimension.
 *  Returns: FALSE with LOCKSTEP_ERROR_INPUT and a message that names what was wrong (no unit: which are accepted; the unit of
 *  another dimension: which one; not a number; negative, NaN or infinite) in words that follow the colon of a diagnostic. */
gboolean unit_parse (const char *text, Dimension dimension, Quantity *out, GError **error);

/** "a time with a unit, such as "25 us"": for messages, the schema's description and the manual. */
const char *dimension_expectation (Dimension dimension);
/** A regular expression (ECMA 262) that every accepted spelling matches, for the schema. */
const char *dimension_pattern (Dimension dimension);

/** The fewest digits that unit_parse reads back to exactly @value, in a fitting unit: 1.25e9 as a rate gives "1.25 GB/s". @value
 * is finite and not negative. (transfer full) */
char *unit_format (double value, Dimension dimension);

/** For people: three or four digits and a fitting unit: "12.3 ms", "1.24 GB", "3.21 Gbit/s"; "n/a" for what is not finite.
 * (transfer full) */
char *unit_format_short (double value, Dimension dimension);

/** All the digits, at most 17, the fewest that read back exactly; "null" for NaN and infinities. Locale-independent.
 *  @buffer has at least 32 bytes and is returned. */
char *number_format (double value, char *buffer);
