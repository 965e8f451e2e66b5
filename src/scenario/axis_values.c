#include "scenario/axis_values.h"

#include "base/units.h"

#define RANGE_MAX 100000 /* values */

static gboolean
wrong (Document *document, Diagnostics *diagnostics, const cJSON *node, const char *message)
{
  document_report (document, diagnostics, SEVERITY_ERROR, node, AT_VALUE, NULL, "%s", message);
  return FALSE;
}

/* A range as it was written: from first up to last by a factor or a step. */
typedef struct
{
  double first, last, factor, step; /* a factor of 0: by the step */
} Range;

static gboolean
range_members_known (Document *document, const cJSON *node, Diagnostics *diagnostics)
{
  for (const cJSON *member = node->child; member; member = member->next)
    if (strcmp (member->string, "range") != 0 && strcmp (member->string, "times") != 0 && strcmp (member->string, "step") != 0)
      {
        document_report (document, diagnostics, SEVERITY_ERROR, member, AT_KEY, NULL,
                         "unknown key: expected range with times or step");
        return FALSE;
      }
  return TRUE;
}

static gboolean
range_read (Document *document, const cJSON *node, Range *out, Diagnostics *diagnostics)
{
  const cJSON *bounds = cJSON_GetObjectItemCaseSensitive (node, "range");
  const cJSON *times = cJSON_GetObjectItemCaseSensitive (node, "times"), *step = cJSON_GetObjectItemCaseSensitive (node, "step");
  if (!range_members_known (document, node, diagnostics))
    return FALSE;
  if (!cJSON_IsArray (bounds) || cJSON_GetArraySize (bounds) != 2 || !cJSON_IsNumber (bounds->child)
      || !cJSON_IsNumber (bounds->child->next))
    return wrong (document, diagnostics, bounds ? bounds : node, "expected a range of two numbers, such as \"range\": [1, 64]");
  if (!times == !step)
    return wrong (document, diagnostics, node, "expected either times or step beside the range");
  out->first = bounds->child->valuedouble;
  out->last = bounds->child->next->valuedouble;
  if (!(out->last >= out->first))
    return wrong (document, diagnostics, bounds, "the range ends before it begins");
  if (times && !(cJSON_IsNumber (times) && times->valuedouble > 1 && out->first > 0))
    return wrong (document, diagnostics, times, "expected a factor above 1, and a range that begins above 0");
  if (step && !(cJSON_IsNumber (step) && step->valuedouble > 0))
    return wrong (document, diagnostics, step, "expected a step above 0");
  out->factor = times ? times->valuedouble : 0;
  out->step = step ? step->valuedouble : 0;
  return TRUE;
}

/* The i-th value, computed afresh so that errors do not add up; decimal steps end where people expect them to (12 digits). */
static double
range_value (const Range *range, guint i)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  double value = range->factor > 0 ? range->first * pow (range->factor, i) : range->first + i * range->step;
  return g_ascii_strtod (g_ascii_formatd (digits, sizeof digits, "%.12g", value), NULL);
}

static void
append_range (Document *document, const cJSON *node, GPtrArray *values, Diagnostics *diagnostics)
{
  Range range;
  if (!range_read (document, node, &range, diagnostics))
    return;
  for (guint i = 0; range_value (&range, i) <= range.last; i++)
    {
      if (i == RANGE_MAX)
        {
          g_ptr_array_set_size (values, 0);
          wrong (document, diagnostics, node, "a range of more than 100000 values");
          return;
        }
      g_ptr_array_add (values, (gpointer)document_number (document, range_value (&range, i), node));
    }
}

void
axis_values_read (Document *document, const cJSON *node, GPtrArray *values, Diagnostics *diagnostics)
{
  if (cJSON_IsObject (node))
    append_range (document, node, values, diagnostics);
  else if (!cJSON_IsArray (node) || !node->child)
    wrong (document, diagnostics, node, "expected a list of values, or a range such as { \"range\": [1, 64], \"times\": 2 }");
  else
    for (const cJSON *value = node->child; value; value = value->next)
      g_ptr_array_add (values, (gpointer)value);
}

char *
value_text (const cJSON *value)
{
  char buffer[32];
  if (cJSON_IsString (value))
    return g_strdup (value->valuestring);
  if (cJSON_IsNumber (value))
    return g_strdup (number_format (value->valuedouble, buffer));
  char *printed = cJSON_PrintUnformatted (value), *text = g_strdup (printed);
  cJSON_free (printed);
  return text;
}
