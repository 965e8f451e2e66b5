#include "base/error.h"
#include "base/unit_table.h"

/* A quantity taken apart: "1.5e3 MB" has the mantissa "1.5", the exponent 3 and the unit "MB". */
typedef struct
{
  const char *text; /* all of it, for messages */
  char *mantissa;
  int exponent;
  char *unit;
} Parts;

static void
parts_clear (Parts *parts)
{
  g_free (parts->mantissa);
  g_free (parts->unit);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parts, parts_clear)

G_GNUC_PRINTF (2, 3)
static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, format, arguments);
  va_end (arguments);
  return FALSE;
}

static const char *
skip_digits (const char *p)
{
  while (g_ascii_isdigit (*p))
    p++;
  return p;
}

/* The end of the digits with their point, or @text itself when there is no digit. */
static const char *
skip_mantissa (const char *text)
{
  const char *whole = skip_digits (text);
  const char *end = *whole == '.' ? skip_digits (whole + 1) : whole;

  return end - text > (*whole == '.') ? end : text;
}

/* "e3" and "E-3" are exponents; the E of "5 EB" and of "5EB" is not. */
static const char *
skip_exponent (const char *p, int *exponent)
{
  const char *digits = p + 1 + (p[0] != '\0' && (p[1] == '-' || p[1] == '+'));

  *exponent = 0;
  if ((*p != 'e' && *p != 'E') || !g_ascii_isdigit (*digits))
    return p;
  *exponent = (int)CLAMP (g_ascii_strtoll (p + 1, NULL, 10), -100000, 100000);
  return skip_digits (digits);
}

static gboolean
names_no_finite_number (const char *text)
{
  const char *word = text + (*text == '-' || *text == '+');

  return g_ascii_strncasecmp (word, "nan", 3) == 0 || g_ascii_strncasecmp (word, "inf", 3) == 0;
}

/* @text without the spaces around it; other white space stays, and is no unit. */
static char *
without_spaces (const char *text)
{
  gsize n;

  text += strspn (text, " ");
  n = strlen (text);
  while (n > 0 && text[n - 1] == ' ')
    n--;
  return g_strndup (text, n);
}

static gboolean
take_apart (const char *text, const DimensionInfo *info, Parts *parts, GError **error)
{
  const char *start = text + strspn (text, " ");
  gboolean negative = *start == '-' && skip_mantissa (start + 1) > start + 1;
  const char *end;

  parts->text = text;
  if (names_no_finite_number (start))
    return refuse (error, "\"%s\" is not a finite number", text);
  start += negative;
  end = skip_mantissa (start);
  if (end == start)
    return refuse (error, "\"%s\" does not begin with a number; expected %s", text, info->expectation);
  parts->mantissa = g_strndup (start, (gsize)(end - start));
  end = skip_exponent (end, &parts->exponent);
  parts->unit = without_spaces (end);
  if (negative)
    return refuse (error, "\"%s\" is negative; expected %s", text, info->expectation);
  return TRUE;
}

/* The spellings of @dimension that differ from @unit in case alone: "\"MB\" (megabytes) or \"Mb\" (megabits)". */
static char *
same_but_for_case (Dimension dimension, const char *unit)
{
  GString *found = g_string_new (NULL);

  for (const Unit *u = dimension_info (dimension)->units; u->name != NULL; u++)
    for (const UnitPrefix *p = unit_prefixes; p->name != NULL; p++)
      {
        g_autofree char *name = g_strconcat (p->name, u->name, NULL);

        if (!p->trap && unit_takes_prefix (u, p) && g_ascii_strcasecmp (name, unit) == 0)
          g_string_append_printf (found, "%s\"%s\" (%s%s)", found->len > 0 ? " or " : "", name, p->word, u->word);
      }
  return g_string_free (found, FALSE);
}

static gboolean
refuse_unit (const Parts *parts, Dimension dimension, GError **error)
{
  const DimensionInfo *info = dimension_info (dimension);
  g_autofree char *meant = same_but_for_case (dimension, parts->unit);
  const Unit *unit;
  const UnitPrefix *prefix;

  if (*parts->unit == '\0')
    return refuse (error, "\"%s\" needs a unit of %s, such as \"%s\"", parts->text, info->unit_of, info->example);
  for (Dimension other = DIMENSION_TIME; other <= DIMENSION_FLOPS_RATE; other++)
    if (unit_find (other, parts->unit, &unit, &prefix))
      return refuse (error, "\"%s\" is %s; expected %s", parts->text, dimension_info (other)->noun, info->expectation);
  if (*meant != '\0')
    return refuse (error, "\"%s\" has the unknown unit \"%s\" (did you mean %s?)", parts->text, parts->unit, meant);
  return refuse (error, "\"%s\" has the unknown unit \"%s\"; %s is written with %s", parts->text, parts->unit, info->noun,
                 info->written_with);
}

/* Powers of ten go into the text of the number, so that "25 us" is the double nearest to 25e-6. */
static double
scaled (const Parts *parts, const Unit *unit, const UnitPrefix *prefix)
{
  int power = parts->exponent + unit->power + (prefix->binary ? 0 : prefix->power);
  g_autofree char *number = g_strdup_printf ("%se%d", parts->mantissa, power);

  return ldexp (g_ascii_strtod (number, NULL) * unit->factor, prefix->binary ? prefix->power : 0);
}

static const char *
reading_of (const Unit *unit, const UnitPrefix *prefix)
{
  g_autofree char *words = g_strconcat (prefix->word, unit->word, NULL);

  return g_intern_string (words);
}

gboolean
unit_parse (const char *text, Dimension dimension, Quantity *out, GError **error)
{
  static const Unit plain = { "", 1 };
  const Unit *unit = &plain;
  const UnitPrefix *prefix = &unit_prefixes[0];
  g_auto (Parts) parts = { 0 };

  if (!take_apart (text, dimension_info (dimension), &parts, error))
    return FALSE;
  if ((dimension != DIMENSION_NONE || *parts.unit != '\0') && !unit_find (dimension, parts.unit, &unit, &prefix))
    return refuse_unit (&parts, dimension, error);
  *out = (Quantity){ .value = scaled (&parts, unit, prefix), .case_trap = unit->trap || prefix->trap };
  if (out->case_trap)
    out->reading = reading_of (unit, prefix);
  return isfinite (out->value) || refuse (error, "\"%s\" is too large", text);
}
