#include "protocol/metrics.h"
#include "scenario/facts.h"
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
append_entry (GString *out, const char *name, const char *text)
{
  g_string_append (out, ".TP\n.B ");
  append_roff (out, name);
  g_string_append_c (out, '\n');
  append_sentence (out, text);
}

static void
append_fact (GString *out, const char *pointer, const Member *member)
{
  const char *owner = member->table ? member->table->name (member->word) : NULL;
  g_autofree char *help = owner ? g_strdup_printf ("of %s: %s", owner, member->knob->help) : g_strdup (member->knob->help);
  g_autofree char *line = fact_line (member);
  g_autofree char *values = g_strconcat (member->knob->type == KNOB_WORD ? "one of " : "", line, NULL);
  append_entry (out, pointer, help);
  append_sentence (out, values);
}

static void append_member (GString *out, const char *object, const Member *member);

/* What is in an object of knobs. */
static void
append_members (GString *out, const char *object, const Member *member)
{
  g_autoptr (GArray) members = members_of (member);
  g_autofree char *inside = g_strconcat (object, member->knob->type == KNOB_OBJECTS ? "/*" : "", NULL);
  for (guint i = 0; i < members->len; i++)
    if (!g_array_index (members, Member, i).table) /* else the word has said it */
      append_member (out, inside, &g_array_index (members, Member, i));
}

/* The words of @table with their summaries, and the knobs that they bring into @object. */
static void
append_words (GString *out, const char *object, const WordTable *table)
{
  g_string_append (out, ".RS\n");
  for (guint i = 0; table->at (i); i++)
    append_entry (out, table->name (table->at (i)), table->summary (table->at (i)));
  g_string_append (out, ".RE\n");
  for (guint i = 0; table->at (i); i++)
    for (const Knob *knob = word_knobs (table, table->at (i)); knob && knob->name; knob++)
      append_member (out, object, &(Member){ .knob = knob, .table = table, .word = table->at (i) });
}

static void
append_member (GString *out, const char *object, const Member *member)
{
  g_autofree char *pointer = g_strconcat (object, "/", member_name (member), NULL);
  append_fact (out, pointer, member);
  if (member->knob->table)
    append_words (out, object, member->knob->table);
  if (member->knob->members && member_is_object (member))
    append_members (out, pointer, member);
}

/* Whether @object is told of in a section of its own. */
static gboolean
told_elsewhere (const char *object)
{
  return g_str_has_prefix (object, "/sweep") || g_str_has_prefix (object, "/expect") || g_str_has_prefix (object, "/published");
}

static void
append_keys (GString *out)
{
  Member row;
  g_string_append (out, ".SH KEYS\n");
  for (guint i = 0; members_next_row (&i, &row);)
    if (!row.key->planned && !told_elsewhere (row.key->object))
      append_member (out, row.key->object, &row);
}

static void
append_metrics (GString *out)
{
  g_string_append (out, ".SH METRICS\n");
  for (guint i = 0; i < metrics_count (); i++)
    if (!metric_at (i)->planned)
      append_entry (out, metric_at (i)->name, metric_at (i)->help);
}

static void
append_rows (GString *out, const char *object)
{
  for (const Key *key = key_next_in (object, NULL); key; key = key_next_in (object, key))
    append_entry (out, key->knob.name, key->knob.help);
}

char *
manual_text (void)
{
  GString *out = g_string_new (beginning);
  append_keys (out);
  g_string_append (out, sweeps);
  append_rows (out, "/sweep");
  g_string_append (out, after_sweeps);
  g_string_append (out, expectations);
  append_rows (out, "/expect/*");
  append_metrics (out);
  g_string_append (out, ending);
  return g_string_free (out, FALSE);
}
