#include "scenario/expect_places.h"

#include "scenario/grid.h"

const SweepSetting *
expect_settings (const Expect *expect, guint configuration)
{
  return sweep_point (expect->sweep, configuration * expect->repeats)->settings;
}

/* What a label asks for: the value's text for each axis that it names, NULL for the others. */
typedef struct
{
  char **wanted; /* owned, NULL: there is no label */
  guint n;
} Selector;

typedef struct
{
  const Expect *expect;
  const cJSON *text; /* the string with the condition */
  Diagnostics *diagnostics;
} Finder;

static void
selector_clear (Selector *selector)
{
  for (guint i = 0; selector->wanted && i < selector->n; i++)
    g_free (selector->wanted[i]);
  g_free (selector->wanted);
}

static gboolean
wrong_label (const Finder *finder, const Operand *operand, const char *message)
{
  const char *condition = finder->text->valuestring;
  document_report_inside (finder->expect->scenario->document, finder->diagnostics, SEVERITY_ERROR, finder->text,
                          (gsize)g_utf8_strlen (condition, (gssize)operand->label_at), strlen (operand->label), "%s", message);
  return FALSE;
}

/* Whether some configuration has @value on @axis. */
static gboolean
axis_has (const Expect *expect, guint axis, const char *value)
{
  for (guint c = 0; c < expect->configurations; c++)
    if (strcmp (expect_settings (expect, c)[axis].text, value) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
axis_named (const Sweep *sweep, guint axis, const char *name)
{
  const char *pointer = sweep_axis (sweep, axis);
  return strcmp (name, sweep_axis_name (sweep, axis)) == 0 || strcmp (name, pointer) == 0 || strcmp (name, pointer + 1) == 0;
}

/* One term, "ssp" or "protocol=ssp". */
static gboolean
select_term (const Finder *finder, const Operand *operand, char *term, Selector *selector)
{
  const Expect *expect = finder->expect;
  char *equals = strchr (term, '=');
  const char *value = g_strstrip (equals ? equals + 1 : term);
  gint found = -1;
  if (equals)
    *equals = '\0';
  for (guint axis = 0; axis < selector->n; axis++)
    {
      if ((equals && !axis_named (expect->sweep, axis, g_strstrip (term))) || !axis_has (expect, axis, value))
        continue;
      if (found >= 0)
        {
          g_autofree char *message =
              g_strdup_printf ("\"%s\" may be %s=%s or %s=%s: say which", value, sweep_axis_name (expect->sweep, (guint)found),
                               value, sweep_axis_name (expect->sweep, axis), value);
          return wrong_label (finder, operand, message);
        }
      found = (gint)axis;
    }
  if (found < 0)
    {
      g_autofree char *message =
          g_strdup_printf ("no point of the sweep has %s%s%s", equals ? term : "the value ", equals ? "=" : "", value);
      return wrong_label (finder, operand, message);
    }
  g_free (selector->wanted[found]);
  selector->wanted[found] = g_strdup (value);
  return TRUE;
}

static gboolean
read_selector (const Finder *finder, const Operand *operand, Selector *out)
{
  const Sweep *sweep = finder->expect->sweep;
  *out = (Selector){ 0 };
  if (!operand->label)
    return TRUE;
  if (!sweep)
    return wrong_label (finder, operand, "there is no sweep, so there are no points to choose from");
  out->n = sweep_n_axes (sweep);
  out->wanted = g_new0 (char *, out->n + 1);
  g_auto (GStrv) terms = g_strsplit (operand->label, ",", -1);
  gboolean ok = TRUE;
  for (guint i = 0; terms[i]; i++)
    ok = select_term (finder, operand, g_strstrip (terms[i]), out) && ok;
  return ok;
}

static gboolean
selected (const Expect *expect, const Selector *selector, guint configuration)
{
  for (guint axis = 0; selector->wanted && axis < selector->n; axis++)
    if (selector->wanted[axis] && strcmp (expect_settings (expect, configuration)[axis].text, selector->wanted[axis]) != 0)
      return FALSE;
  return TRUE;
}

/* Whether @other is the point that @selector makes of @configuration: it agrees on all axes but those that the selector moves. */
static gboolean
is_partner (const Expect *expect, const Selector *selector, guint configuration, guint other)
{
  const SweepSetting *mine = expect_settings (expect, configuration), *its = expect_settings (expect, other);
  for (guint axis = 0; axis < selector->n; axis++)
    {
      if (sweep_axes_together (expect->sweep, axis, (const char *const *)selector->wanted))
        continue;
      if (!cJSON_Compare (mine[axis].value, its[axis].value, TRUE))
        return FALSE;
    }
  return selected (expect, selector, other);
}

static void
add_pair (const Expect *expect, Expectation *expectation, const Selector *right, guint left, gboolean itself)
{
  for (guint other = 0; other < expect->configurations; other++)
    {
      ExpectPlace place = { left, other };
      if (is_partner (expect, right, left, other) && (itself || other != left))
        g_array_append_val (expectation->places, place);
    }
}

static gboolean
when_matches (const Expect *expect, const cJSON *when, guint configuration)
{
  const SweepSetting *settings = expect->sweep ? expect_settings (expect, configuration) : NULL;
  for (const cJSON *member = when ? when->child : NULL; member; member = member->next)
    for (guint axis = 0; axis < sweep_n_axes (expect->sweep); axis++)
      if (strcmp (settings[axis].pointer, member->string) == 0 && !value_matches (settings[axis].value, member))
        return FALSE;
  return TRUE;
}

static gboolean
check_when (const Finder *finder, const cJSON *when)
{
  const Expect *expect = finder->expect;
  const Document *document = expect->scenario->document;
  gboolean ok = TRUE;
  if (when && !cJSON_IsObject (when))
    {
      document_report (document, finder->diagnostics, SEVERITY_ERROR, when, AT_VALUE, NULL,
                       "expected an object of axes and values");
      return FALSE;
    }
  for (const cJSON *member = when ? when->child : NULL; member; member = member->next)
    {
      gboolean known = FALSE;
      for (guint axis = 0; expect->sweep && axis < sweep_n_axes (expect->sweep); axis++)
        known = known || strcmp (sweep_axis (expect->sweep, axis), member->string) == 0;
      if (!known)
        document_report (document, finder->diagnostics, SEVERITY_ERROR, member, AT_KEY, NULL, "the sweep has no such axis");
      ok = ok && known;
    }
  return ok;
}

/* The places, once labels and "when" are known to be right. */
static void
collect (const Expect *expect, Expectation *expectation, const Selector *left, const Selector *right, const cJSON *when)
{
  for (guint c = 0; c < expect->configurations; c++)
    {
      ExpectPlace place = { c, c };
      if (!selected (expect, left, c) || !when_matches (expect, when, c))
        continue;
      if (right->wanted)
        add_pair (expect, expectation, right, c, left->wanted != NULL);
      else
        g_array_append_val (expectation->places, place);
    }
}

void
expect_find_places (const Expect *expect, Expectation *expectation, const cJSON *text, const cJSON *when,
                    Diagnostics *diagnostics)
{
  Finder finder = { expect, text, diagnostics };
  Selector left = { 0 }, right = { 0 };
  gboolean ok = check_when (&finder, when);
  if (!expectation->fingerprint)
    {
      ok = read_selector (&finder, &expectation->condition.left, &left) && ok;
      ok = read_selector (&finder, &expectation->condition.right, &right) && ok;
    }
  if (ok)
    {
      collect (expect, expectation, &left, &right, when);
      if (expectation->places->len == 0)
        document_report (expect->scenario->document, diagnostics, SEVERITY_ERROR, when ? when : text, AT_VALUE, NULL,
                         "no point of the sweep is meant by this");
    }
  selector_clear (&left);
  selector_clear (&right);
}
