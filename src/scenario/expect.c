#include "scenario/expect_internal.h"

#include "scenario/expect_places.h"
#include "scenario/members.h"
#include "scenario/words.h"

static void
expectation_free (gpointer data)
{
  Expectation *expectation = data;
  g_free (expectation->text);
  condition_clear (&expectation->condition);
  g_array_unref (expectation->places);
  g_free (expectation);
}

void
expect_free (Expect *expect)
{
  if (!expect)
    return;
  g_ptr_array_unref (expect->expectations);
  g_free (expect);
}

void
expect_set_tolerance (Expect *expect, double tolerance)
{
  expect->tolerance = tolerance;
}

guint
expect_n_conditions (const Expect *expect)
{
  return expect->expectations->len;
}

#define wrong(expect, node, part, ...) \
  document_report ((expect)->scenario->document, diagnostics, SEVERITY_ERROR, node, part, NULL, __VA_ARGS__)

static void
read_condition (const Expect *expect, Expectation *expectation, const cJSON *node, const cJSON *when, Diagnostics *diagnostics)
{
  ConditionMistake mistake = { 0 };
  expectation->text = g_strstrip (g_strdelimit (g_strdup (node->valuestring), "\n\r\t", ' '));
  if (condition_parse (node->valuestring, &expectation->condition, &mistake))
    {
      expect_find_places (expect, expectation, node, when, diagnostics);
      return;
    }
  document_report_inside (expect->scenario->document, diagnostics, SEVERITY_ERROR, node,
                          (gsize)g_utf8_strlen (node->valuestring, (gssize)mistake.at), mistake.length, "%s", mistake.message);
  g_free (mistake.message);
}

/* "all", "mean", or "4 of 5" where there are five. */
static void
read_repeats (const Expect *expect, Expectation *expectation, const cJSON *node, Diagnostics *diagnostics)
{
  const char *text = cJSON_IsString (node) ? node->valuestring : "";
  g_auto (GStrv) parts = g_strsplit (text, " of ", 2);
  guint64 at_least, of;
  if (strcmp (text, "all") == 0)
    expectation->rule = REPEATS_ALL;
  else if (strcmp (text, "mean") == 0)
    expectation->rule = REPEATS_MEAN;
  else if (!parts[0] || !parts[1] || !g_ascii_string_to_unsigned (parts[1], 10, 1, G_MAXUINT32, &of, NULL)
           || !g_ascii_string_to_unsigned (parts[0], 10, 1, of, &at_least, NULL))
    wrong (expect, node, AT_VALUE, "expected \"all\", \"mean\" or a share such as \"4 of 5\"");
  else if (of != expect->repeats)
    wrong (expect, node, AT_VALUE, "the sweep makes %u repeat%s, not %" G_GUINT64_FORMAT, expect->repeats,
           expect->repeats == 1 ? "" : "s", of);
  else
    {
      expectation->rule = REPEATS_SOME;
      expectation->at_least = (guint)at_least;
    }
}

/* A fingerprint, or "": one that test --update has yet to fill in. */
static void
check_fingerprint (const Expect *expect, const cJSON *node, Diagnostics *diagnostics)
{
  gsize n = strlen (node->valuestring);
  if (n != 0 && (n != 16 || strspn (node->valuestring, "0123456789abcdef") != n))
    wrong (expect, node, AT_VALUE, "expected 16 lower-case hexadecimal digits, or \"\" for test --update to fill in");
}

static void
read_fingerprint_part (const Expect *expect, Expectation *expectation, const cJSON *node, Diagnostics *diagnostics)
{
  static const char *const names[] = { "timeline", "weights", "blas_core", NULL };
  const char *nearest = nearest_word (node->string, names);
  const cJSON **part = strcmp (node->string, names[0]) == 0   ? &expectation->timeline
                       : strcmp (node->string, names[1]) == 0 ? &expectation->weights
                       : strcmp (node->string, names[2]) == 0 ? &expectation->blas_core
                                                              : NULL;
  if (!part)
    wrong (expect, node, AT_KEY, "unknown key (did you mean \"%s\"?)", nearest ? nearest : names[0]);
  else if (!cJSON_IsString (node))
    wrong (expect, node, AT_VALUE, "expected a string");
  else
    {
      *part = node;
      if (part != &expectation->blas_core)
        check_fingerprint (expect, node, diagnostics);
    }
}

static void
read_fingerprint (const Expect *expect, Expectation *expectation, const cJSON *node, const cJSON *when, Diagnostics *diagnostics)
{
  expectation->fingerprint = TRUE;
  expectation->text = g_strdup ("fingerprint");
  if (cJSON_IsString (node))
    {
      expectation->timeline = node;
      check_fingerprint (expect, node, diagnostics);
    }
  else if (cJSON_IsObject (node))
    for (const cJSON *part = node->child; part; part = part->next)
      read_fingerprint_part (expect, expectation, part, diagnostics);
  if (!cJSON_IsString (node) && !cJSON_IsObject (node))
    wrong (expect, node, AT_VALUE, "expected a fingerprint, or an object with timeline, weights and blas_core");
  else if (!expectation->timeline && !expectation->weights)
    wrong (expect, node, AT_VALUE, "neither a timeline nor weights to compare with");
  expect_find_places (expect, expectation, node, when, diagnostics);
}

static void
check_members (const Expect *expect, const cJSON *object, Diagnostics *diagnostics)
{
  g_autofree char *pattern = g_strconcat (expect->pointer, "/*", NULL);
  g_autofree const char **names = row_names (pattern);
  g_autofree char *all = word_alternatives (names);
  for (const cJSON *member = object->child; member; member = member->next)
    {
      const char *nearest = nearest_word (member->string, names);
      if (g_strv_contains (names, member->string))
        continue;
      if (nearest)
        wrong (expect, member, AT_KEY, "unknown key (did you mean \"%s\"?)", nearest);
      else
        wrong (expect, member, AT_KEY, "unknown key: expected %s", all);
    }
}

static void
read_object (const Expect *expect, Expectation *expectation, const cJSON *object, Diagnostics *diagnostics)
{
  const cJSON *is = cJSON_GetObjectItemCaseSensitive (object, "is"), *when = cJSON_GetObjectItemCaseSensitive (object, "when");
  const cJSON *fingerprint = cJSON_GetObjectItemCaseSensitive (object, "fingerprint");
  const cJSON *repeats = cJSON_GetObjectItemCaseSensitive (object, "repeats");
  check_members (expect, object, diagnostics);
  if (repeats)
    read_repeats (expect, expectation, repeats, diagnostics);
  if (!is == !fingerprint)
    wrong (expect, object, AT_VALUE, "needs either \"is\", a condition, or \"fingerprint\"");
  else if (fingerprint)
    read_fingerprint (expect, expectation, fingerprint, when, diagnostics);
  else if (!cJSON_IsString (is))
    wrong (expect, is, AT_VALUE, "expected a condition, such as \"speedup >= 6\"");
  else
    read_condition (expect, expectation, is, when, diagnostics);
}

static void
read_element (Expect *expect, const cJSON *node, Diagnostics *diagnostics)
{
  Expectation *expectation = g_new0 (Expectation, 1);
  expectation->node = node;
  expectation->places = g_array_new (FALSE, FALSE, sizeof (ExpectPlace));
  g_ptr_array_add (expect->expectations, expectation);
  if (cJSON_IsString (node))
    read_condition (expect, expectation, node, NULL, diagnostics);
  else if (cJSON_IsObject (node))
    read_object (expect, expectation, node, diagnostics);
  else
    wrong (expect, node, AT_VALUE, "expected a condition, such as \"speedup >= 6\", or an object with \"is\"");
}

Expect *
expect_new (const Scenario *scenario, const Sweep *sweep, Diagnostics *diagnostics)
{
  return expect_new_at (scenario, sweep, "/expect", diagnostics);
}

Expect *
expect_new_at (const Scenario *scenario, const Sweep *sweep, const char *pointer, Diagnostics *diagnostics)
{
  g_autoptr (Expect) expect = g_new0 (Expect, 1);
  const cJSON *list = document_find (scenario->document, pointer);
  guint errors = diagnostics_errors (diagnostics);
  expect->scenario = scenario;
  expect->pointer = pointer;
  expect->sweep = sweep;
  expect->repeats = sweep ? sweep_n_repeats (sweep) : 1;
  expect->configurations = sweep ? sweep_n_points (sweep) / expect->repeats : 1;
  expect->expectations = g_ptr_array_new_with_free_func (expectation_free);
  if (list && !cJSON_IsArray (list))
    wrong (expect, list, AT_VALUE, "expected a list of conditions");
  for (const cJSON *node = cJSON_IsArray (list) ? list->child : NULL; node; node = node->next)
    read_element (expect, node, diagnostics);
  return diagnostics_errors (diagnostics) == errors ? g_steal_pointer (&expect) : NULL;
}
