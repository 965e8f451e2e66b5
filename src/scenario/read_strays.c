/* Members of an object that nobody has read: unknown keys, and knobs of words that were not chosen. */
#include "scenario/key_value.h"
#include "scenario/reader.h"

/* What may stand in an object under the words that were chosen. */
typedef struct
{
  const Knob *knob;
  gconstpointer chosen; /* of a word with a table */
  gboolean planned;
} Present;

static void
collect_knobs (GArray *present, const Knob *table, const Knobs *knobs)
{
  for (const Knob *knob = table; knob && knob->name; knob++)
    {
      const Knobs *brought = NULL;
      Present one = { knob, knobs && knob->table ? knob_choice (knobs, knob->name, &brought) : NULL, FALSE };
      g_array_append_val (present, one);
      if (brought)
        collect_knobs (present, knobs_table (brought), brought);
    }
}

static GArray *
collect_rows (const char *object, gconstpointer base)
{
  GArray *present = g_array_new (FALSE, FALSE, sizeof (Present));
  for (const Key *key = key_next_in (object, NULL); key; key = key_next_in (object, key))
    {
      Present one = { &key->knob, key_takes_knobs (key) ? key_chosen (key, base) : NULL, key->planned };
      g_array_append_val (present, one);
      if (one.chosen)
        collect_knobs (present, word_knobs (key->knob.table, one.chosen), key_knobs (key, base));
    }
  return present;
}

/* Whether this stray knob at @pointer is not to be reported, since another point of the sweep has it. */
static gboolean
stray_forgiven (Strays *strays, const char *pointer)
{
  if (!strays)
    return FALSE;
  guint count = GPOINTER_TO_UINT (g_hash_table_lookup (strays->counts, pointer));
  if (strays->reported_at > 0)
    return count < strays->reported_at;
  g_hash_table_insert (strays->counts, g_strdup (pointer), GUINT_TO_POINTER (count + 1));
  return TRUE;
}

/* Whether @member is a knob of another word than the chosen one; says so. Where the choice itself was a mistake nothing is said.
 */
static gboolean
knob_of_another (Reader *reader, const cJSON *object, const cJSON *member, const Present *choice)
{
  const WordTable *table = choice->knob->table;
  g_autofree char *owners = words_with_knob (table, member->string);
  if (!*owners)
    return FALSE;
  g_autofree char *inside = document_pointer (reader->document, object);
  g_autofree char *pointer = pointer_join (inside, choice->knob->name);
  g_autofree char *own = pointer_join (inside, member->string);
  if (!reader_sound (reader, pointer) || stray_forgiven (reader->strays, own))
    return TRUE;
  if (reader->strays)
    reader_wrong (reader, member, AT_KEY, "%s is a knob of %s, which no point of the sweep uses", member->string, owners);
  else if (choice->chosen)
    reader_wrong (reader, member, AT_KEY, "%s is a knob of %s, not of %s", member->string, owners, table->name (choice->chosen));
  else
    reader_wrong (reader, member, AT_KEY, "%s is a knob of %s, and there is no %s", member->string, owners, table->noun);
  return TRUE;
}

static void
report_unknown (Reader *reader, const cJSON *object, const cJSON *member, const GArray *present)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint i = 0; i < present->len; i++)
    {
      const Present *one = &g_array_index (present, Present, i);
      if (one->knob->table && knob_of_another (reader, object, member, one))
        return;
      if (!one->planned)
        g_ptr_array_add (names, (gpointer)one->knob->name);
    }
  g_ptr_array_add (names, NULL);
  g_autofree char *nearest = suggestion (member->string, (const char *const *)names->pdata);
  reader_wrong (reader, member, AT_KEY, "unknown key%s", nearest);
}

static gboolean
is_present (const GArray *present, const char *name)
{
  for (guint i = 0; i < present->len; i++)
    if (strcmp (g_array_index (present, Present, i).knob->name, name) == 0)
      return TRUE;
  return FALSE;
}

static void
report_all (Reader *reader, const cJSON *object, const GArray *present)
{
  for (const cJSON *member = object->child; member; member = member->next)
    if (!is_present (present, member->string))
      report_unknown (reader, object, member, present);
}

void
report_strays (Reader *reader, const cJSON *node, const char *object, gpointer base)
{
  g_autoptr (GArray) present = collect_rows (object, base);
  report_all (reader, node, present);
}

void
report_stray_knobs (Reader *reader, const cJSON *node, const Knobs *knobs)
{
  g_autoptr (GArray) present = g_array_new (FALSE, FALSE, sizeof (Present));
  collect_knobs (present, knobs_table (knobs), knobs);
  report_all (reader, node, present);
}
