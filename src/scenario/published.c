#include "scenario/published.h"

#include "scenario/expect_internal.h"

static void
published_clear (gpointer data)
{
  g_free (((Published *)data)->label);
}

/* The point's label without its seed, which is the last word where there are several. */
static char *
point_label (const Expect *expect, guint configuration)
{
  if (!expect->sweep)
    return g_strdup ("");
  char *label = g_strdup (sweep_point (expect->sweep, configuration * expect->repeats)->label);
  char *seed = expect->repeats > 1 ? g_strrstr (label, " seed=") : NULL;
  if (seed)
    *seed = '\0';
  return label;
}

static const char *
source_of (const cJSON *node)
{
  return cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (node, "source"));
}

/* A metric that equals a number, and nothing else. */
static gboolean
is_figure (const Expectation *e)
{
  const Condition *c = &e->condition;
  return !e->fingerprint && c->comparison == COMPARE_EQUAL && c->left.metric != N_METRICS && c->right.metric == N_METRICS;
}

GArray *
published_new (const Scenario *scenario, const Sweep *sweep, Diagnostics *diagnostics)
{
  guint errors = diagnostics_errors (diagnostics);
  g_autoptr (Expect) expect = expect_new_at (scenario, sweep, "/published", diagnostics);
  g_autoptr (GArray) figures = g_array_new (FALSE, FALSE, sizeof (Published));
  g_array_set_clear_func (figures, published_clear);
  for (guint i = 0; expect && i < expect->expectations->len; i++)
    {
      const Expectation *e = g_ptr_array_index (expect->expectations, i);
      if (!is_figure (e))
        document_report (scenario->document, diagnostics, SEVERITY_ERROR, e->node, AT_VALUE, NULL,
                         "a published figure is a metric that equals a number, such as \"efficiency == 90 %%\"");
      for (guint p = 0; is_figure (e) && p < e->places->len; p++)
        {
          guint configuration = g_array_index (e->places, ExpectPlace, p).left;
          Published figure = { configuration, e->condition.left.metric, e->condition.right.number,
                               point_label (expect, configuration), source_of (e->node) };
          g_array_append_val (figures, figure);
        }
    }
  return diagnostics_errors (diagnostics) == errors ? g_steal_pointer (&figures) : NULL;
}
