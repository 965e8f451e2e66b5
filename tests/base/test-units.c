#include "base/error.h"
#include "base/random.h"
#include "base/units.h"
#include "test-base.h"

static double
parsed (const char *text, Dimension dimension)
{
  g_autoptr (GError) error = NULL;
  Quantity quantity = { NAN };

  g_assert_true (unit_parse (text, dimension, &quantity, &error));
  g_assert_no_error (error);
  return quantity.value;
}

/* Powers of ten are exact: each value is the very double that C reads from the same digits. */
static void
test_values (void)
{
  static const struct
  {
    const char *text;
    Dimension dimension;
    double value;
  } rows[] = {
    { "25 us", DIMENSION_TIME, 25e-6 },
    { "0.1 us", DIMENSION_TIME, 0.1e-6 },
    { "7\302\265s", DIMENSION_TIME, 7e-6 },
    { "7 \316\274s", DIMENSION_TIME, 7e-6 },
    { "3.3 ns", DIMENSION_TIME, 3.3e-9 },
    { "12.7 ms", DIMENSION_TIME, 12.7e-3 },
    { " 2.385e2 s ", DIMENSION_TIME, 238.5 },
    { ".5 min", DIMENSION_TIME, 30 },
    { "1.5 h", DIMENSION_TIME, 5400 },
    { "7 d", DIMENSION_TIME, 604800 },
    { "0 s", DIMENSION_TIME, 0 },
    { "400 MB", DIMENSION_BYTES, 400e6 },
    { "13 B", DIMENSION_BYTES, 13 },
    { "64 KiB", DIMENSION_BYTES, 65536 },
    { "1.5 GiB", DIMENSION_BYTES, 1610612736 },
    { "3 Mbit", DIMENSION_BYTES, 375000 },
    { "5E3 B", DIMENSION_BYTES, 5000 },
    { "5EB", DIMENSION_BYTES, 5e18 },
    { "10 Gbit/s", DIMENSION_RATE, 1.25e9 },
    { "10Gbps", DIMENSION_RATE, 1.25e9 },
    { "2.385 GB/s", DIMENSION_RATE, 2.385e9 },
    { "2 MiB/s", DIMENSION_RATE, 2097152 },
    { "7 MBps", DIMENSION_RATE, 7e6 },
    { "7 Mbps", DIMENSION_RATE, 875000 },
    { "4.1 GFLOP", DIMENSION_FLOPS, 4.1e9 },
    { "314 EFLOPs", DIMENSION_FLOPS, 314e18 },
    { "2 TFLOP/s", DIMENSION_FLOPS_RATE, 2e12 },
    { "19.5 TFLOPS", DIMENSION_FLOPS_RATE, 19.5e12 },
    { "0.385", DIMENSION_NONE, 0.385 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpfloat (parsed (rows[i].text, rows[i].dimension), ==, rows[i].value);
}

static void
test_case_traps (void)
{
  static const struct
  {
    const char *text;
    Dimension dimension;
    const char *reading;
  } rows[] = {
    { "10 MBps", DIMENSION_RATE, "megabytes per second" },
    { "10 Mbps", DIMENSION_RATE, "megabits per second" },
    { "10 Gb/s", DIMENSION_RATE, "gigabits per second" },
    { "10 Gib/s", DIMENSION_RATE, "gibibits per second" },
    { "10 Mb", DIMENSION_BYTES, "megabits" },
    { "10 KB", DIMENSION_BYTES, "decimal kilobytes" },
    { "10 MB", DIMENSION_BYTES, NULL },
    { "10 GB/s", DIMENSION_RATE, NULL },
    { "10 Gbit/s", DIMENSION_RATE, NULL },
    { "10 KiB", DIMENSION_BYTES, NULL },
  };
  Quantity quantity;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_true (unit_parse (rows[i].text, rows[i].dimension, &quantity, NULL));
      g_assert_cmpint (quantity.case_trap, ==, rows[i].reading != NULL);
      g_assert_cmpstr (quantity.reading, ==, rows[i].reading);
    }
}

static void
test_messages (void)
{
  static const struct
  {
    const char *text;
    Dimension dimension;
    const char *message;
  } rows[] = {
    { "10", DIMENSION_TIME, "\"10\" needs a unit of time, such as \"25 us\"" },
    { "400", DIMENSION_BYTES, "\"400\" needs a unit of size, such as \"400 MB\"" },
    { "10 ms", DIMENSION_RATE, "\"10 ms\" is a time; expected a data rate with a unit, such as \"10 Gbit/s\" or \"1.25 GB/s\"" },
    { "10 GB", DIMENSION_RATE, "\"10 GB\" is a size; expected a data rate with a unit, such as \"10 Gbit/s\" or \"1.25 GB/s\"" },
    { "2 TFLOP", DIMENSION_FLOPS_RATE,
      "\"2 TFLOP\" is an amount of work; expected a computing speed with a unit, such as \"2 TFLOP/s\"" },
    { "3 s", DIMENSION_NONE, "\"3 s\" is a time; expected a number without a unit" },
    { "10 mb", DIMENSION_BYTES, "\"10 mb\" has the unknown unit \"mb\" (did you mean \"MB\" (megabytes) or \"Mb\" (megabits)?)" },
    { "3 sec", DIMENSION_TIME, "\"3 sec\" has the unknown unit \"sec\"; a time is written with ns, us, ms, s, min, h or d" },
    { "3 Kims", DIMENSION_TIME, "\"3 Kims\" has the unknown unit \"Kims\"; a time is written with ns, us, ms, s, min, h or d" },
    { "-5 s", DIMENSION_TIME, "\"-5 s\" is negative; expected a time with a unit, such as \"25 us\"" },
    { "nan s", DIMENSION_TIME, "\"nan s\" is not a finite number" },
    { "-Infinity B", DIMENSION_BYTES, "\"-Infinity B\" is not a finite number" },
    { "1e999 s", DIMENSION_TIME, "\"1e999 s\" is too large" },
    { "1e99999999999999999999 s", DIMENSION_TIME, "\"1e99999999999999999999 s\" is too large" },
    { "", DIMENSION_TIME, "\"\" does not begin with a number; expected a time with a unit, such as \"25 us\"" },
    { "s", DIMENSION_TIME, "\"s\" does not begin with a number; expected a time with a unit, such as \"25 us\"" },
    { ". s", DIMENSION_TIME, "\". s\" does not begin with a number; expected a time with a unit, such as \"25 us\"" },
    { "0x10 s", DIMENSION_TIME, "\"0x10 s\" has the unknown unit \"x10 s\"; a time is written with ns, us, ms, s, min, h or d" },
    { "10\fms", DIMENSION_TIME, "\"10\fms\" has the unknown unit \"\fms\"; a time is written with ns, us, ms, s, min, h or d" },
    { "1 s s", DIMENSION_TIME, "\"1 s s\" has the unknown unit \"s s\"; a time is written with ns, us, ms, s, min, h or d" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      Quantity quantity;

      g_assert_false (unit_parse (rows[i].text, rows[i].dimension, &quantity, &error));
      g_assert_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
      if (error != NULL)
        g_assert_cmpstr (error->message, ==, rows[i].message);
    }
}

static void
check_pattern (Dimension dimension, const GRegex *pattern, const char *text)
{
  Quantity quantity;
  gboolean matches = g_regex_match (pattern, text, 0, NULL);
  gboolean reads = unit_parse (text, dimension, &quantity, NULL);

  if (matches != reads)
    g_test_message ("the pattern and the reader disagree on \"%s\"", text);
  g_assert_cmpint (matches, ==, reads);
}

/* The schema's pattern and the reader agree on every combination of dimension, number, gap, prefix and unit. */
static void
test_pattern (void)
{
  static const char *const numbers[] = { "3", "3.", "1.5e-3 ", ".", " 7E+2  ", "-0 " };
  static const char *const prefixes[] = { "", "k", "K", "m", "M", "E", "Ki", "Pi", "Ei" };
  static const char *const units[] = { "",    "s",   "us",  "\302\265s", "min",   "hr",     "B",     "b",       "bit", "bits",
                                       "b/s", "Bps", "bps", "B/S",       "bytes", "byte/s", "FLOPS", "FLOPs/s", "FLOP" };

  for (Dimension d = DIMENSION_NONE; d <= DIMENSION_FLOPS_RATE; d++)
    {
      g_autoptr (GRegex) pattern = g_regex_new (dimension_pattern (d), 0, 0, NULL);

      for (guint i = 0; i < G_N_ELEMENTS (numbers) * G_N_ELEMENTS (prefixes) * G_N_ELEMENTS (units); i++)
        {
          g_autofree char *text =
              g_strconcat (numbers[i % G_N_ELEMENTS (numbers)], prefixes[i / G_N_ELEMENTS (numbers) % G_N_ELEMENTS (prefixes)],
                           units[i / (G_N_ELEMENTS (numbers) * G_N_ELEMENTS (prefixes))], NULL);

          check_pattern (d, pattern, text);
        }
    }
}

/* The example in each expectation is itself accepted. */
static void
test_expectations (void)
{
  for (Dimension d = DIMENSION_TIME; d <= DIMENSION_FLOPS_RATE; d++)
    {
      g_auto (GStrv) pieces = g_strsplit (dimension_expectation (d), "\"", 3);

      g_assert_cmpuint (g_strv_length (pieces), >=, 3);
      g_assert_cmpfloat (parsed (pieces[1], d), >, 0);
    }
}

static void
test_format (void)
{
  static const struct
  {
    double value;
    Dimension dimension;
    const char *exact, *brief;
  } rows[] = {
    { 1.25e9, DIMENSION_RATE, "1.25 GB/s", "10 Gbit/s" },
    { 401234567, DIMENSION_RATE, "401.234567 MB/s", "3.21 Gbit/s" },
    { 25e-6, DIMENSION_TIME, "25 us", "25 us" },
    { 0.0123456, DIMENSION_TIME, "12.3456 ms", "12.3 ms" },
    { 0.9996, DIMENSION_TIME, "999.6 ms", "1 s" },
    { 1e-12, DIMENSION_TIME, "0.001 ns", "0.001 ns" },
    { 1e-17, DIMENSION_TIME, "1e-8 ns", "1e-8 ns" },
    { 0, DIMENSION_TIME, "0 s", "0 s" },
    { 0, DIMENSION_RATE, "0 B/s", "0 bit/s" },
    { 1234.5, DIMENSION_TIME, "1234.5 s", "1234 s" },
    { 27000, DIMENSION_TIME, "27000 s", "7.5 h" },
    { 864000, DIMENSION_TIME, "864000 s", "10 d" },
    { 102228128, DIMENSION_BYTES, "102.228128 MB", "102 MB" },
    { 1, DIMENSION_BYTES, "1 B", "1 B" },
    { 1.2439e9, DIMENSION_BYTES, "1.2439 GB", "1.24 GB" },
    { 3.5e22, DIMENSION_FLOPS, "35000000 PFLOP", "35000000 PFLOP" },
    { 2e12, DIMENSION_FLOPS_RATE, "2 TFLOP/s", "2 TFLOP/s" },
    { 0.84375, DIMENSION_NONE, "0.84375", "0.844" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *exact = unit_format (rows[i].value, rows[i].dimension);
      g_autofree char *brief = unit_format_short (rows[i].value, rows[i].dimension);

      g_assert_cmpstr (exact, ==, rows[i].exact);
      g_assert_cmpstr (brief, ==, rows[i].brief);
    }
  g_autofree char *absent = unit_format_short (NAN, DIMENSION_TIME);
  g_autofree char *minus = unit_format_short (-0.0123456, DIMENSION_TIME);
  g_assert_cmpstr (absent, ==, "n/a");
  g_assert_cmpstr (minus, ==, "-12.3 ms");
}

/* Any positive double: random bits with the sign and the non-finite exponents taken out. */
static double
any_double (guint64 i)
{
  union
  {
    guint64 bits;
    double value;
  } x = { random_bits (2385, RANDOM_TEST, 0, i) & G_MAXINT64 };

  return isfinite (x.value) ? x.value : 0;
}

/* What a person would write: up to six digits with a moderate exponent. */
static double
short_double (guint64 i)
{
  return (double)random_below (2385, RANDOM_TEST, 1, i, 1000000)
         * pow (10, (double)random_below (2385, RANDOM_TEST, 2, i, 24) - 12);
}

static void
check_round_trip (double value)
{
  char number[32];

  g_assert_cmpfloat (g_ascii_strtod (number_format (value, number), NULL), ==, value);
  for (Dimension d = DIMENSION_NONE; d <= DIMENSION_FLOPS_RATE; d++)
    {
      g_autofree char *text = unit_format (value, d);

      g_assert_cmpfloat (parsed (text, d), ==, value);
    }
}

static void
test_round_trip (void)
{
  for (guint i = 0; i < 4000; i++)
    {
      check_round_trip (any_double (i));
      check_round_trip (short_double (i));
    }
  check_round_trip (DBL_MAX);
  check_round_trip (DBL_MIN);
  check_round_trip (DBL_TRUE_MIN);
}

static void
test_number_format (void)
{
  static const struct
  {
    double value;
    const char *text;
  } rows[] = {
    { 0.3, "0.3" },
    { 0.1 + 0.2, "0.30000000000000004" },
    { 9007199254740991.0, "9007199254740991" },
    { 5e-324, "5e-324" },
    { -2.385, "-2.385" },
    { 1e15 / 3, "333333333333333.3" },
    { NAN, "null" },
    { -INFINITY, "null" },
    { 0, "0" },
  };
  char buffer[32];

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (number_format (rows[i].value, buffer), ==, rows[i].text);
}

void
units_tests_add (void)
{
  g_test_add_func ("/base/units/values", test_values);
  g_test_add_func ("/base/units/case-traps", test_case_traps);
  g_test_add_func ("/base/units/messages", test_messages);
  g_test_add_func ("/base/units/pattern", test_pattern);
  g_test_add_func ("/base/units/expectations", test_expectations);
  g_test_add_func ("/base/units/format", test_format);
  g_test_add_func ("/base/units/round-trip", test_round_trip);
  g_test_add_func ("/base/units/number-format", test_number_format);
}
