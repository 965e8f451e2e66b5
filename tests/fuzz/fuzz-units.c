/* Quantities: what is read as one is finite and not negative, matches the pattern of the schema, and is written so that it reads
 * back to exactly the same. The bytes are taken as a number too. */
#include "base/units.h"
#include "fuzz/fuzz.h"

#include <math.h>

static void
check_format (double value, Dimension dimension)
{
  Quantity again = { .value = NAN };
  g_autofree char *text = unit_format (value, dimension);
  g_autofree char *brief = unit_format_short (value, dimension);
  g_assert_true (unit_parse (text, dimension, &again, NULL));
  g_assert_cmpfloat (again.value, ==, value);
}

static void
check_text (const char *text, Dimension dimension)
{
  g_autoptr (GError) error = NULL;
  Quantity quantity;
  if (!unit_parse (text, dimension, &quantity, &error))
    {
      g_assert_nonnull (error);
      return;
    }
  g_assert_true (isfinite (quantity.value) && quantity.value >= 0);
  g_assert_true (g_regex_match_simple (dimension_pattern (dimension), text, G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY, 0));
  check_format (quantity.value, dimension);
}

static void
check_number (const char *bytes)
{
  double value;
  char digits[32];
  memcpy (&value, bytes, sizeof value);
  number_format (value, digits);
  if (!isfinite (value))
    return;
  g_assert_cmpfloat (g_ascii_strtod (digits, NULL), ==, value);
  for (Dimension d = DIMENSION_TIME; d <= DIMENSION_FLOPS_RATE; d++)
    check_format (fabs (value), d);
}

static void
run (const char *bytes, gsize n)
{
  g_autofree char *text = g_strndup (bytes, n);
  for (Dimension d = DIMENSION_TIME; d <= DIMENSION_FLOPS_RATE; d++)
    check_text (text, d);
  if (n == sizeof (double))
    check_number (bytes);
}

const FuzzTarget fuzz_units = { .name = "units", .run = run };
