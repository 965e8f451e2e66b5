#include "base/unit_table.h"

#define NUMBER_SIZE 32

/* @value with @digits significant digits, as %g or %e; the point is a point in every locale. */
static void
format_digits (double value, int digits, char conversion, char *buffer)
{
  char format[8];

  g_snprintf (format, sizeof format, "%%.%d%c", conversion == 'e' ? digits - 1 : digits, conversion);
  g_ascii_formatd (buffer, NUMBER_SIZE, format, value);
}

/* The fewest digits that read back. Fifteen always survive in a normal number, so a shorter one shows as zeros that %g drops. */
static void
format_shortest (double value, char conversion, char *buffer)
{
  int digits = fabs (value) < DBL_MIN ? 1 : 15;

  do
    format_digits (value, digits, conversion, buffer);
  while (digits++ < 17 && g_ascii_strtod (buffer, NULL) != value);
}

char *
number_format (double value, char *buffer)
{
  if (isfinite (value))
    format_shortest (value, 'g', buffer);
  else
    strcpy (buffer, "null");
  return buffer;
}

typedef struct
{
  const char *name;
  int power; /* of ten */
} Step;

static const Step time_steps[] = { { "ns", -9 }, { "us", -6 }, { "ms", -3 }, { "s", 0 }, { NULL } };
static const Step si_steps[] = { { "", 0 }, { "k", 3 }, { "M", 6 }, { "G", 9 }, { "T", 12 }, { "P", 15 }, { NULL } };

/* The step that leaves one to three digits before the point of a number of decimal @exponent; the nearest where none does. */
static const Step *
step_choose (Dimension dimension, int exponent)
{
  const Step *step = dimension == DIMENSION_TIME ? time_steps : si_steps;

  while (step[1].name != NULL && exponent >= step[1].power)
    step++;
  return step;
}

/* Takes "d.ddde±x" apart: its digits without point and trailing zeros, and x. */
static int
split_digits (const char *scientific, char *digits)
{
  const char *e = strchr (scientific, 'e');
  gsize n = 0;

  for (const char *p = scientific; p < e; p++)
    if (g_ascii_isdigit (*p))
      digits[n++] = *p;
  while (n > 1 && digits[n - 1] == '0')
    n--;
  digits[n] = '\0';
  return (int)g_ascii_strtoll (e + 1, NULL, 10);
}

/* @digits with the point after the first one moved @shift places to the right; with an exponent where that is far. */
static char *
place_point (const char *digits, int shift)
{
  int n = (int)strlen (digits);

  if (shift < -4 || shift > 17)
    return g_strdup_printf ("%c%s%se%d", digits[0], n > 1 ? "." : "", digits + 1, shift);
  if (shift < 0)
    return g_strdup_printf ("0.%.*s%s", -shift - 1, "0000", digits);
  if (shift >= n - 1)
    return g_strdup_printf ("%s%.*s", digits, shift - n + 1, "00000000000000000");
  return g_strdup_printf ("%.*s.%s", shift + 1, digits, digits + shift + 1);
}

/* @scientific ("d.ddde±x") in the fitting step of @unit. */
static char *
format_in_step (const char *scientific, Dimension dimension, const char *unit)
{
  char digits[NUMBER_SIZE];
  int exponent = split_digits (scientific, digits);
  const Step *step = digits[0] == '0' ? &si_steps[0] : step_choose (dimension, exponent);
  g_autofree char *number = place_point (digits, digits[0] == '0' ? 0 : exponent - step->power);
  const char *suffix = dimension == DIMENSION_TIME && *step->name != '\0' ? "" : unit;

  return g_strconcat (number, " ", step->name, suffix, NULL);
}

char *
unit_format (double value, Dimension dimension)
{
  char buffer[NUMBER_SIZE];

  g_assert (isfinite (value) && value >= 0);
  if (dimension == DIMENSION_NONE)
    return g_strdup (number_format (value, buffer));
  format_shortest (value, 'e', buffer);
  return format_in_step (buffer, dimension, dimension_info (dimension)->units[0].name);
}

/* Times of hours and days read better in those; up to there seconds keep four digits. */
static char *
format_long_time (double s)
{
  if (s >= 2 * 86400)
    return g_strdup_printf ("%.4g d", s / 86400);
  if (s >= 2 * 3600)
    return g_strdup_printf ("%.3g h", s / 3600);
  return g_strdup_printf ("%.0f s", s);
}

char *
unit_format_short (double value, Dimension dimension)
{
  gboolean rate = dimension == DIMENSION_RATE;
  double shown = rate ? 8 * fabs (value) : fabs (value);
  char buffer[NUMBER_SIZE];

  if (!isfinite (shown))
    return g_strdup ("n/a");
  if (dimension == DIMENSION_TIME && value >= 1000)
    return format_long_time (value);
  format_digits (shown, 3, dimension == DIMENSION_NONE ? 'g' : 'e', buffer);
  if (dimension == DIMENSION_NONE)
    return g_strconcat (value < 0 ? "-" : "", buffer, NULL);
  g_autofree char *size = format_in_step (buffer, dimension, rate ? "bit/s" : dimension_info (dimension)->units[0].name);
  return g_strconcat (value < 0 ? "-" : "", size, NULL);
}
