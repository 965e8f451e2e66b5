#include "scenario/condition.h"

#include "base/units.h"
#include "protocol/metrics.h"
#include "scenario/diagnostics.h"

static const char *const signs[] = { [COMPARE_LESS] = "<",           [COMPARE_LESS_EQUAL] = "<=", [COMPARE_GREATER] = ">",
                                     [COMPARE_GREATER_EQUAL] = ">=", [COMPARE_EQUAL] = "==",      [COMPARE_NOT_EQUAL] = "!=" };

typedef struct
{
  const char *text, *p;
  ConditionMistake *mistake;
} Parser;

const char *
comparison_sign (Comparison comparison)
{
  return signs[comparison];
}

gboolean
comparison_holds (Comparison comparison, double left, double right)
{
  if (isnan (left) || isnan (right))
    return FALSE;
  switch (comparison)
    {
    case COMPARE_LESS:
      return left < right;
    case COMPARE_LESS_EQUAL:
      return left <= right;
    case COMPARE_GREATER:
      return left > right;
    case COMPARE_GREATER_EQUAL:
      return left >= right;
    case COMPARE_EQUAL:
      return left == right;
    case COMPARE_NOT_EQUAL:
      return left != right;
    }
  g_return_val_if_reached (FALSE);
}

static void
operand_clear (Operand *operand)
{
  g_clear_pointer (&operand->text, g_free);
  g_clear_pointer (&operand->label, g_free);
}

void
condition_clear (Condition *condition)
{
  operand_clear (&condition->left);
  operand_clear (&condition->right);
}

static gboolean
fail (Parser *parser, const char *at, gsize length, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  parser->mistake->message = g_strdup_vprintf (format, args);
  va_end (args);
  parser->mistake->at = (gsize)(at - parser->text);
  parser->mistake->length = length;
  return FALSE;
}

static void
skip_space (Parser *parser)
{
  while (g_ascii_isspace (*parser->p))
    parser->p++;
}

static gboolean
expected (Parser *parser, const char *what)
{
  if (*parser->p == '\0')
    return fail (parser, parser->p, 1, "expected %s, found the end of the condition", what);
  return fail (parser, parser->p, 1, "expected %s, found \"%.*s\"", what, (int)(g_utf8_next_char (parser->p) - parser->p),
               parser->p);
}

static gboolean
metric_character (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '.';
}

static gboolean
parse_label (Parser *parser, Operand *out)
{
  const char *end = strchr (parser->p, ']');
  if (!end)
    return fail (parser, parser->p, 1, "expected a closing \"]\"");
  out->label = g_strndup (parser->p + 1, (gsize)(end - parser->p - 1));
  out->label_at = (gsize)(parser->p + 1 - parser->text);
  parser->p = end + 1;
  return TRUE;
}

static gboolean
parse_metric (Parser *parser, Operand *out)
{
  const char *start = parser->p, *names[N_METRICS + 1] = { NULL };
  if (!g_ascii_isalpha (*start))
    return expected (parser, "a metric or a number");
  while (metric_character (*parser->p))
    parser->p++;
  gsize length = (gsize)(parser->p - start);
  g_autofree char *name = g_strndup (start, length);
  out->metric = metric_find (name);
  if (out->metric != N_METRICS)
    return *parser->p != '[' || parse_label (parser, out);
  for (guint i = 0; i < metrics_count (); i++)
    names[i] = metric_at (i)->name;
  const char *nearest = nearest_word (name, names);
  if (nearest)
    return fail (parser, start, length, "there is no metric \"%s\" (did you mean \"%s\"?)", name, nearest);
  return fail (parser, start, length, "there is no metric \"%s\"", name);
}

/* A number with its unit, up to the comparison or the end; or a factor with "*" and a metric behind it. The unit is looked at
 * when the other side is known. */
static gboolean
parse_number (Parser *parser, Operand *out)
{
  const char *start = parser->p;
  char *end;
  out->number = g_ascii_strtod (start, &end);
  if (isinf (out->number) && g_ascii_isdigit (end[-1]))
    return fail (parser, start, (gsize)(end - start), "the number %.*s is too large", (int)(end - start), start);
  if (end == start || !isfinite (out->number))
    return expected (parser, "a number");
  parser->p = end;
  skip_space (parser);
  if (*parser->p == '*')
    {
      parser->p++;
      skip_space (parser);
      return parse_metric (parser, out);
    }
  parser->p += strcspn (parser->p, "<>=!");
  return TRUE;
}

static gboolean
parse_operand (Parser *parser, Operand *out)
{
  skip_space (parser);
  const char *start = parser->p;
  *out = (Operand){ .metric = N_METRICS, .number = 1, .at = (gsize)(start - parser->text) };
  gboolean number = g_ascii_isdigit (*start) || (*start && strchr ("+-.", *start));
  if (!(number ? parse_number (parser, out) : parse_metric (parser, out)))
    return FALSE;
  out->text = g_strchomp (g_strndup (start, (gsize)(parser->p - start)));
  return TRUE;
}

static gboolean
parse_comparison (Parser *parser, Comparison *out)
{
  gsize longest = 0;
  skip_space (parser);
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (g_str_has_prefix (parser->p, signs[i]) && strlen (signs[i]) > longest)
      {
        longest = strlen (signs[i]);
        *out = i;
      }
  parser->p += longest;
  return longest > 0 || expected (parser, "one of < <= > >= == !=");
}

static Dimension
metric_dimension (MetricId metric)
{
  MetricUnit unit = metric_at (metric)->unit;
  return unit == METRIC_UNIT_SECONDS ? DIMENSION_TIME : unit == METRIC_UNIT_BYTES ? DIMENSION_BYTES : DIMENSION_NONE;
}

/* A plain number; of a share also in per cent. */
static gboolean
plain_value (Parser *parser, Operand *operand, MetricUnit unit)
{
  char *end;
  operand->number = g_ascii_strtod (operand->text, &end);
  while (g_ascii_isspace (*end))
    end++;
  if (unit == METRIC_UNIT_SHARE && strcmp (end, "%") == 0)
    operand->number /= 100;
  else if (*end && !(unit == METRIC_UNIT_SAMPLES_PER_S && strcmp (end, "samples/s") == 0))
    return fail (parser, parser->text + operand->at, strlen (operand->text), "expected a plain number%s, found \"%s\"",
                 unit == METRIC_UNIT_SHARE ? " or per cent" : "", operand->text);
  return TRUE;
}

/* @operand, a number, in the unit of @metric. */
static gboolean
settle_number (Parser *parser, Operand *operand, MetricId metric)
{
  g_autoptr (GError) error = NULL;
  Quantity quantity;
  Dimension dimension = metric_dimension (metric);
  if (dimension == DIMENSION_NONE)
    return plain_value (parser, operand, metric_at (metric)->unit);
  if (!unit_parse (operand->text, dimension, &quantity, &error))
    return fail (parser, parser->text + operand->at, strlen (operand->text), "%s: %s", metric_at (metric)->name, error->message);
  operand->number = quantity.value;
  return TRUE;
}

static gboolean
settle_units (Parser *parser, Condition *condition)
{
  Operand *left = &condition->left, *right = &condition->right;
  if (left->metric == N_METRICS && right->metric == N_METRICS)
    return fail (parser, parser->text, strlen (parser->text), "a condition needs a metric, such as \"speedup >= 6\"");
  if (left->metric == N_METRICS)
    return settle_number (parser, left, right->metric);
  if (right->metric == N_METRICS)
    return settle_number (parser, right, left->metric);
  if (metric_dimension (left->metric) != metric_dimension (right->metric))
    return fail (parser, parser->text, strlen (parser->text), "%s and %s have different units", metric_at (left->metric)->name,
                 metric_at (right->metric)->name);
  return TRUE;
}

gboolean
condition_parse (const char *text, Condition *out, ConditionMistake *mistake)
{
  Parser parser = { text, text, mistake };
  *out = (Condition){ 0 };
  if (!parse_operand (&parser, &out->left) || !parse_comparison (&parser, &out->comparison)
      || !parse_operand (&parser, &out->right))
    return FALSE;
  skip_space (&parser);
  if (*parser.p)
    return expected (&parser, "the end of the condition");
  return settle_units (&parser, out);
}
