#include "scenario/expect_internal.h"

#include "protocol/metrics.h"

/* What the judging of one condition at one place shares. */
typedef struct
{
  const Expect *expect;
  const Expectation *expectation;
  ExpectPlace place;
  const ExpectResult *results;
} Case;

static void
verdict_free (gpointer data)
{
  ExpectVerdict *verdict = data;
  g_free (verdict->name);
  g_free (verdict->expected);
  g_free (verdict->measured);
  g_free (verdict->where);
  g_free (verdict->held);
  g_free (verdict->skipped);
  g_free (verdict->bless);
  g_free (verdict->core);
  g_free (verdict);
}

static const ExpectResult *
result_of (const Case *c, guint configuration, guint repeat)
{
  return &c->results[configuration * c->expect->repeats + repeat];
}

/* The value of one side; NAN where the run failed or did not produce it. */
static double
operand_value (const Case *c, const Operand *operand, guint configuration, guint repeat)
{
  const ExpectResult *result = result_of (c, configuration, repeat);
  if (operand->metric == N_METRICS)
    return operand->number;
  return result->failed ? NAN : operand->number * result->metrics[operand->metric];
}

static double
left_value (const Case *c, guint repeat)
{
  return operand_value (c, &c->expectation->condition.left, c->place.left, repeat);
}

static double
right_value (const Case *c, guint repeat)
{
  return operand_value (c, &c->expectation->condition.right, c->place.right, repeat);
}

static double
mean_of (const Case *c, double (*value) (const Case *, guint))
{
  double sum = 0;
  for (guint r = 0; r < c->expect->repeats; r++)
    sum += value (c, r);
  return sum / c->expect->repeats;
}

/* Whether the comparison holds, or is missed by no more than the tolerance; moved the other way, the left side holds even less. */
static gboolean
holds (const Case *c, double left, double right)
{
  Comparison comparison = c->expectation->condition.comparison;
  double slack = c->expect->tolerance * fabs (right);
  if (comparison_holds (comparison, left, right) || slack == 0 || comparison == COMPARE_NOT_EQUAL)
    return comparison_holds (comparison, left, right);
  if (comparison == COMPARE_EQUAL)
    return fabs (left - right) <= slack;
  return comparison_holds (comparison, left - slack, right) || comparison_holds (comparison, left + slack, right);
}

/* Sets passed, and held where repeats are counted. */
static void
judge_case (const Case *c, ExpectVerdict *verdict)
{
  guint held = 0, needed = c->expectation->rule == REPEATS_SOME ? c->expectation->at_least : c->expect->repeats;
  if (c->expectation->rule == REPEATS_MEAN)
    {
      verdict->passed = holds (c, mean_of (c, left_value), mean_of (c, right_value));
      return;
    }
  for (guint r = 0; r < c->expect->repeats; r++)
    held += holds (c, left_value (c, r), right_value (c, r));
  verdict->passed = held >= needed;
  if (c->expect->repeats > 1)
    verdict->held = g_strdup_printf ("%u of %u held, %u needed", held, c->expect->repeats, needed);
}

void
expect_append_value (GString *out, MetricId metric, double value)
{
  static const char *const units[] = { [METRIC_UNIT_NONE] = "",
                                       [METRIC_UNIT_SECONDS] = " s",
                                       [METRIC_UNIT_BYTES] = " B",
                                       [METRIC_UNIT_SAMPLES_PER_S] = " samples/s",
                                       [METRIC_UNIT_SHARE] = "" };
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  if (isnan (value))
    g_string_append (out, "nothing");
  else
    g_string_append_printf (out, "%s%s", g_ascii_formatd (digits, sizeof digits, "%.6g", value),
                            units[metric_at (metric)->unit]);
}

/* The values of one side, "0.81, 0.79 (mean 0.80)". */
static void
append_values (GString *out, const Case *c, MetricId metric, double (*value) (const Case *, guint))
{
  for (guint r = 0; r < c->expect->repeats; r++)
    {
      g_string_append (out, r > 0 ? ", " : "");
      expect_append_value (out, metric, value (c, r));
    }
  if (c->expectation->rule == REPEATS_MEAN && c->expect->repeats > 1)
    {
      g_string_append (out, " (mean ");
      expect_append_value (out, metric, mean_of (c, value));
      g_string_append_c (out, ')');
    }
}

/* "ssp" or "ssp[workers=8]", of the axes that have the same value at both places, or of all. */
static char *
title_of (const Expect *expect, ExpectPlace place, gboolean shared_only)
{
  GString *title = g_string_new (expect->scenario->name);
  const Sweep *sweep = expect->sweep;
  const SweepSetting *left = sweep ? expect_settings (expect, place.left) : NULL;
  const SweepSetting *right = sweep ? expect_settings (expect, place.right) : NULL;
  const char *separator = "[";
  for (guint a = 0; sweep && a < sweep_n_axes (sweep); a++)
    {
      if (shared_only && !cJSON_Compare (left[a].value, right[a].value, TRUE))
        continue;
      g_string_append_printf (title, "%s%s=%s", separator, sweep_axis_name (sweep, a), left[a].text);
      separator = " ";
    }
  g_string_append (title, *separator == '[' ? "" : "]");
  return g_string_free (title, FALSE);
}

char *
expect_title (const Expect *expect, guint configuration)
{
  return title_of (expect, (ExpectPlace){ configuration, configuration }, FALSE);
}

/* Of the axes that the condition's own labels do not name. */
static char *
case_title (const Case *c)
{
  const Condition *condition = &c->expectation->condition;
  return title_of (c->expect, c->place, !c->expectation->fingerprint && (condition->left.label || condition->right.label));
}

static const char *
member_text (const cJSON *object, const char *name)
{
  const cJSON *member = cJSON_GetObjectItemCaseSensitive (object, name);
  return member ? member->valuestring : NULL;
}

static ExpectVerdict *
verdict_new (const Case *c, guint condition, const char *what)
{
  ExpectVerdict *verdict = g_new0 (ExpectVerdict, 1);
  g_autofree char *title = case_title (c);
  verdict->condition = condition;
  verdict->configuration = c->place.left;
  verdict->name = g_strdup_printf ("%s %s", title, what);
  verdict->where = document_where (c->expect->scenario->document, c->expectation->node);
  verdict->description = member_text (c->expectation->node, "description");
  verdict->source = member_text (c->expectation->node, "source");
  return verdict;
}

static ExpectVerdict *
judge_condition (const Case *c, guint index)
{
  const Condition *condition = &c->expectation->condition;
  ExpectVerdict *verdict = verdict_new (c, index, c->expectation->text);
  MetricId left = condition->left.metric, right = condition->right.metric, unit = left != N_METRICS ? left : right;
  GString *measured = g_string_new (NULL), *expected = g_string_new (comparison_sign (condition->comparison));
  append_values (measured, c, unit, left_value);
  g_string_append_c (expected, ' ');
  if (right == N_METRICS)
    expect_append_value (expected, unit, condition->right.number);
  else
    append_values (expected, c, unit, right_value);
  verdict->measured = g_string_free (measured, FALSE);
  verdict->expected = g_string_free (expected, FALSE);
  judge_case (c, verdict);
  return verdict;
}

static ExpectVerdict *
judge_fingerprint (const Case *c, guint index, const char *what, const cJSON *stated, const char *found)
{
  g_autofree char *name = g_strdup_printf ("fingerprint of the %s", what);
  ExpectVerdict *verdict = verdict_new (c, index, name);
  gboolean produced = found && *found && !result_of (c, c->place.left, 0)->failed;
  verdict->expected = g_strdup (stated->valuestring);
  verdict->measured = g_strdup (produced ? found : "nothing");
  verdict->passed = produced && strcmp (found, stated->valuestring) == 0;
  verdict->blessed_at = document_span (c->expect->scenario->document, stated);
  verdict->bless = produced ? g_strdup (found) : NULL;
  return verdict;
}

/* Weights are the same on one kind of processor only: on another one they are not judged. Where they or the core are still to be
 * filled in, this one's are. */
static ExpectVerdict *
judge_weights (const Case *c, guint index)
{
  const Expectation *expectation = c->expectation;
  const ExpectResult *result = result_of (c, c->place.left, 0);
  const char *core = expectation->blas_core ? expectation->blas_core->valuestring : NULL;
  gboolean filled = *expectation->weights->valuestring && (!core || *core);
  ExpectVerdict *verdict = judge_fingerprint (c, index, "weights", expectation->weights, result->weights);
  if (!core || !result->blas_core || strcmp (core, result->blas_core) == 0)
    return verdict;
  if (!filled)
    {
      verdict->passed = FALSE;
      verdict->core_at = document_span (c->expect->scenario->document, expectation->blas_core);
      verdict->core_was = core;
      verdict->core = verdict->bless ? g_strdup (result->blas_core) : NULL;
      return verdict;
    }
  verdict->passed = TRUE;
  verdict->skipped = g_strdup_printf ("the weights are those of %s, this is %s", core, result->blas_core);
  g_clear_pointer (&verdict->bless, g_free);
  return verdict;
}

static void
judge_place (const Case *c, guint index, GPtrArray *verdicts)
{
  const Expectation *expectation = c->expectation;
  const ExpectResult *result = result_of (c, c->place.left, 0);
  if (!expectation->fingerprint)
    g_ptr_array_add (verdicts, judge_condition (c, index));
  if (expectation->timeline)
    g_ptr_array_add (verdicts, judge_fingerprint (c, index, "timeline", expectation->timeline, result->timeline));
  if (expectation->weights)
    g_ptr_array_add (verdicts, judge_weights (c, index));
}

GPtrArray *
expect_judge (const Expect *expect, const ExpectResult *results)
{
  GPtrArray *verdicts = g_ptr_array_new_with_free_func (verdict_free);
  for (guint i = 0; i < expect->expectations->len; i++)
    {
      const Expectation *expectation = g_ptr_array_index (expect->expectations, i);
      for (guint p = 0; p < expectation->places->len; p++)
        {
          Case c = { expect, expectation, g_array_index (expectation->places, ExpectPlace, p), results };
          judge_place (&c, i, verdicts);
        }
    }
  return verdicts;
}
