#include "base/unit_table.h"

const UnitPrefix unit_prefixes[] = {
  { "", .word = "" },
  { "k", 3, .word = "kilo" },
  { "K", 3, .trap = TRUE, .word = "decimal kilo" },
  { "M", 6, .word = "mega" },
  { "G", 9, .word = "giga" },
  { "T", 12, .word = "tera" },
  { "P", 15, .word = "peta" },
  { "E", 18, .word = "exa" },
  { "Ki", 10, .binary = TRUE, .word = "kibi" },
  { "Mi", 20, .binary = TRUE, .word = "mebi" },
  { "Gi", 30, .binary = TRUE, .word = "gibi" },
  { "Ti", 40, .binary = TRUE, .word = "tebi" },
  { "Pi", 50, .binary = TRUE, .word = "pebi" },
  { NULL },
};

static const Unit no_units[] = { { NULL } };

static const Unit time_units[] = {
  { "s", 1, 0, .word = "seconds" },
  { "ns", 1, -9, .word = "nanoseconds" },
  { "us", 1, -6, .word = "microseconds" },
  { "\302\265s", 1, -6, .word = "microseconds" }, /* U+00B5 micro sign */
  { "\316\274s", 1, -6, .word = "microseconds" }, /* U+03BC small mu */
  { "ms", 1, -3, .word = "milliseconds" },
  { "min", 60, 0, .word = "minutes" },
  { "h", 3600, 0, .word = "hours" },
  { "d", 86400, 0, .word = "days" },
  { NULL },
};

#define DATA .prefixed = TRUE, .binary = TRUE
#define CASE_TRAP .trap = TRUE

static const Unit byte_units[] = {
  { "B", 1, DATA, .word = "bytes" },
  { "b", 0.125, DATA, CASE_TRAP, .word = "bits" },
  { "bit", 0.125, DATA, .word = "bits" },
  { "bits", 0.125, DATA, .word = "bits" },
  { "byte", 1, DATA, .word = "bytes" },
  { "bytes", 1, DATA, .word = "bytes" },
  { NULL },
};

static const Unit rate_units[] = {
  { "B/s", 1, DATA, .word = "bytes per second" },
  { "Bps", 1, DATA, CASE_TRAP, .word = "bytes per second" },
  { "b/s", 0.125, DATA, CASE_TRAP, .word = "bits per second" },
  { "bps", 0.125, DATA, CASE_TRAP, .word = "bits per second" },
  { "bit/s", 0.125, DATA, .word = "bits per second" },
  { "bits/s", 0.125, DATA, .word = "bits per second" },
  { "byte/s", 1, DATA, .word = "bytes per second" },
  { "bytes/s", 1, DATA, .word = "bytes per second" },
  { NULL },
};

static const Unit flops_units[] = {
  { "FLOP", 1, .prefixed = TRUE, .word = "floating-point operations" },
  { "FLOPs", 1, .prefixed = TRUE, .word = "floating-point operations" },
  { NULL },
};

static const Unit flops_rate_units[] = {
  { "FLOP/s", 1, .prefixed = TRUE, .word = "floating-point operations per second" },
  { "FLOPs/s", 1, .prefixed = TRUE, .word = "floating-point operations per second" },
  { "FLOPS", 1, .prefixed = TRUE, .word = "floating-point operations per second" },
  { NULL },
};

#define NUMBER "^ *([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)? *"
#define DATA_PREFIX "(k|K|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi)?"
#define DATA_WITH "after k M G T P E or Ki Mi Gi Ti Pi"

static const DimensionInfo dimensions[] = {
  [DIMENSION_NONE] = { "a plain number", "nothing", "0.5", "no unit", "a number without a unit", NUMBER "$", no_units },
  [DIMENSION_TIME] = { "a time", "time", "25 us", "ns, us, ms, s, min, h or d", "a time with a unit, such as \"25 us\"",
                       NUMBER "(ns|us|\302\265s|\316\274s|ms|s|min|h|d) *$", time_units },
  [DIMENSION_BYTES] = { "a size", "size", "400 MB", "B or bit, " DATA_WITH, "a size with a unit, such as \"400 MB\"",
                        NUMBER DATA_PREFIX "(B|b|bits?|bytes?) *$", byte_units },
  [DIMENSION_RATE] = { "a data rate", "data rate", "10 Gbit/s", "bit/s or B/s, " DATA_WITH,
                       "a data rate with a unit, such as \"10 Gbit/s\" or \"1.25 GB/s\"",
                       NUMBER DATA_PREFIX "([Bb]ps|([Bb]|bits?|bytes?)/s) *$", rate_units },
  [DIMENSION_FLOPS] = { "an amount of work", "work", "4.1 GFLOP", "FLOP, after k M G T P E",
                        "an amount of work with a unit, such as \"4.1 GFLOP\"", NUMBER "(k|K|M|G|T|P|E)?FLOPs? *$", flops_units },
  [DIMENSION_FLOPS_RATE] = { "a computing speed", "computing speed", "2 TFLOP/s", "FLOP/s, after k M G T P E",
                             "a computing speed with a unit, such as \"2 TFLOP/s\"", NUMBER "(k|K|M|G|T|P|E)?(FLOPs?/s|FLOPS) *$",
                             flops_rate_units },
};

const DimensionInfo *
dimension_info (Dimension dimension)
{
  g_assert ((guint)dimension < G_N_ELEMENTS (dimensions));
  return &dimensions[dimension];
}

const char *
dimension_expectation (Dimension dimension)
{
  return dimension_info (dimension)->expectation;
}

const char *
dimension_pattern (Dimension dimension)
{
  return dimension_info (dimension)->pattern;
}

gboolean
unit_takes_prefix (const Unit *unit, const UnitPrefix *prefix)
{
  return prefix->power == 0 || (prefix->binary ? unit->binary : unit->prefixed);
}

static const UnitPrefix *
prefix_find (const Unit *unit, const char *text, gsize n)
{
  for (const UnitPrefix *p = unit_prefixes; p->name != NULL; p++)
    if (strlen (p->name) == n && strncmp (p->name, text, n) == 0 && unit_takes_prefix (unit, p))
      return p;
  return NULL;
}

gboolean
unit_find (Dimension dimension, const char *text, const Unit **unit, const UnitPrefix **prefix)
{
  for (const Unit *u = dimension_info (dimension)->units; u->name != NULL; u++)
    if (g_str_has_suffix (text, u->name))
      {
        *unit = u;
        *prefix = prefix_find (u, text, strlen (text) - strlen (u->name));
        if (*prefix != NULL)
          return TRUE;
      }
  return FALSE;
}
