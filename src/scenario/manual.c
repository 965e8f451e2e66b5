#include "scenario/facts.h"
#include "scenario/members.h"
#include "scenario/reference.h"
#include "training/outcome.h"

static const char beginning[] =
    ".TH SCENARIO 5 \"\" \"lockstep\" \"File formats\"\n"
    ".SH NAME\nscenario \\- what lockstep simulates\n"
    ".SH DESCRIPTION\n"
    "A scenario is a file in JSON (RFC 8259, UTF\\-8) that describes a job, the machines that it runs on and how they learn "
    "together.\n"
    "Values with a dimension are strings with a unit: SI prefixes k M G T P, binary Ki Mi Gi Ti, b or bit for bits and B for "
    "bytes.\n"
    "An unknown key, a key that stands twice and a bare number where a unit is due are errors.\n"
    "Keys are written as pointers (RFC 6901), the same spelling that\n.B \\-\\-set\ntakes; an element of a list is written *.\n"
    "This page is printed from the table that the program reads scenarios by.\n"
    ".SH EXAMPLE\n.nf\n"
    "{\n"
    "  \"workload\": { \"gradient_bytes\": \"400 MB\", \"step_time\": \"120 ms\" },\n"
    "  \"cluster\": {\n"
    "    \"workers\": 8,\n"
    "    \"network\": { \"bandwidth\": \"10 Gbit/s\", \"latency\": \"25 us\" }\n"
    "  },\n"
    "  \"training\": { \"protocol\": \"bsp\", \"exchange\": \"ring\" },\n"
    "  \"stop\": { \"iterations\": 100 }\n"
    "}\n.fi\n";

static const char sweeps[] =
    ".SH SWEEPS\n"
    "In\n.B /sweep\na key that begins with / is an axis: a list of values, or a range of numbers by a factor or by a step,\n"
    "{ \"range\": [1, 64], \"times\": 2 } or { \"range\": [10, 50], \"step\": 20 }.\n"
    "The grid is the product of the axes, the last one moving fastest.\n";

static const char after_sweeps[] =
    ".PP\nA knob that the choices of some points do not have is an error only when no point has it.\n";

static const char expectations[] =
    ".SH EXPECTATIONS\n"
    "Each condition of\n.B /expect\ncompares a metric with a number, or with another metric, by < <= > >= == or !=.\n"
    "Times and sizes have their unit, shares may be in per cent, and a factor may stand before a metric with *.\n"
    "Brackets choose points of the sweep by their value, or axis=value: \"time_to_target[bsp] > 1.5 * time_to_target[ssp]\" is "
    "judged for all\n"
    "points that agree otherwise. A metric that the run did not produce fails its condition.\n"
    "A condition may be an object:\n";

static const char ending[] = ".SH SEE ALSO\n.BR lockstep (1)\n";

/* @text for roff: backslashes and hyphens as they are, what is not ASCII by its code, no line that begins like a request. */
static void
append_roff (GString *out, const char *text)
{
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (c > 0x7F)
        g_string_append_printf (out, "\\[u%04X]", c);
      else if (*p == '\\')
        g_string_append (out, "\\e");
      else if (*p == '-')
        g_string_append (out, "\\-");
      else if ((*p == '.' || *p == '\'') && (p == text || p[-1] == '\n'))
        g_string_append_printf (out, "\\&%c", *p);
      else
        g_string_append_c (out, *p);
    }
}

static void
append_sentence (GString *out, const char *text)
{
  g_autofree char *sentence = g_strdup (text);
  *sentence = g_ascii_toupper (*sentence);
  append_roff (out, sentence);
  g_string_append (out, ".\n");
}

static void
append_fact (GString *out, const char *name, const Fact *fact, const char *owner)
{
  g_autofree char *kind = fact_kind (fact), *range = fact_range (fact), *fallback = fact_default (fact);
  g_autofree char *help = owner ? g_strdup_printf ("of %s: %s", owner, fact->help) : g_strdup (fact->help);
  g_autofree char *values = g_strconcat (fact->type == KEY_WORD ? "one of " : "", kind, range ? ", " : "", range ? range : "",
                                         fallback ? fact->required ? "; " : "; default " : "", fallback ? fallback : "", NULL);
  g_string_append (out, ".TP\n.B ");
  append_roff (out, name);
  g_string_append_c (out, '\n');
  append_sentence (out, help);
  append_sentence (out, values);
}

static void
append_entry (GString *out, const char *name, const char *text)
{
  g_string_append (out, ".TP\n.B ");
  append_roff (out, name);
  g_string_append_c (out, '\n');
  append_sentence (out, text);
}

/* The words of @key with their summaries, and the knobs that they bring. */
static void
append_words (GString *out, const Key *key)
{
  const WordTable *words = key->words;
  g_autofree char *object = g_strndup (key->pointer, (gsize)(key_name (key) - key->pointer));
  Knob knob;
  g_string_append (out, ".RS\n");
  for (guint i = 0; words->summary && words->at (i); i++)
    append_entry (out, words->name (words->at (i)), words->summary (words->at (i)));
  g_string_append (out, ".RE\n");
  for (guint i = 0; key->knobs_store != KNOBS_NONE && words->at (i); i++)
    for (guint k = 0; words->knob (words->at (i), k, &knob); k++)
      {
        g_auto (Fact) fact = fact_of_knob (&knob);
        g_autofree char *pointer = g_strconcat (object, knob.name, NULL);
        append_fact (out, pointer, &fact, words->name (words->at (i)));
      }
}

static gboolean
inside_planned (const Key *key)
{
  guint n;
  const Key *keys = key_table (&n);
  for (guint i = 0; i < n; i++)
    if (keys[i].planned && g_str_has_prefix (key->pointer, keys[i].pointer))
      return TRUE;
  return FALSE;
}

static void
append_keys (GString *out)
{
  guint n;
  const Key *keys = key_table (&n);
  g_string_append (out, ".SH KEYS\n");
  for (guint i = 0; i < n; i++)
    {
      if (inside_planned (&keys[i]))
        continue;
      g_auto (Fact) fact = fact_of_key (&keys[i]);
      append_fact (out, keys[i].pointer, &fact, NULL);
      if (keys[i].type == KEY_WORD)
        append_words (out, &keys[i]);
    }
}

static void
append_metrics (GString *out)
{
  g_string_append (out, ".SH METRICS\n");
  for (guint i = 0; i < N_METRICS; i++)
    append_entry (out, metric_table[i].name, metric_table[i].help);
}

static void
append_members (GString *out, const char *object)
{
  for (const Member *m = member_table; m->object; m++)
    if (strcmp (m->object, object) == 0)
      append_entry (out, m->name, m->help);
}

char *
manual_text (void)
{
  GString *out = g_string_new (beginning);
  append_keys (out);
  g_string_append (out, sweeps);
  append_members (out, "/sweep");
  g_string_append (out, after_sweeps);
  g_string_append (out, expectations);
  append_members (out, "/expect/*");
  append_metrics (out);
  g_string_append (out, ending);
  return g_string_free (out, FALSE);
}
