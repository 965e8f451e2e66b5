/* What the table of keys prints. The schema and the manual page are committed: after a change of the table
 * LOCKSTEP_BLESS=1 make check TESTS=tests/scenario/test-scenario  writes them anew. */
#include "scenario/reference.h"

#include <cjson/cJSON.h>

#include "scenario/members.h"
#include "test-scenario.h"

static void
assert_current (const char *file, const char *text)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", file, NULL), *committed = NULL;
  if (g_getenv ("LOCKSTEP_BLESS"))
    g_file_set_contents (path, text, -1, NULL);
  g_file_get_contents (path, &committed, NULL, NULL);
  if (g_strcmp0 (committed, text) != 0)
    g_test_message ("%s is not what the table of keys says: LOCKSTEP_BLESS=1 writes it anew", file);
  g_assert_true (g_strcmp0 (committed, text) == 0);
}

static void
test_schema_current (void)
{
  g_autofree char *schema = schema_text ();
  cJSON *parsed = cJSON_Parse (schema);
  g_assert_nonnull (parsed);
  cJSON_Delete (parsed);
  assert_current ("lockstep.schema.json", schema);
}

static void
test_manual_current (void)
{
  g_autofree char *manual = manual_text ();
  assert_current ("docs/scenario.5", manual);
}

/* Every row can be found, explained, and has help without a full stop; an object's row comes before what is in it. */
static void
test_table (void)
{
  g_autoptr (GHashTable) objects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Member row, found;
  g_hash_table_add (objects, g_strdup (""));
  for (guint i = 0; members_next_row (&i, &row);)
    {
      g_autofree char *pointer = key_pointer (row.key), *nearest = NULL, *text = explain_text (pointer, NULL);
      g_assert_true (member_find (pointer, &found, &nearest));
      g_assert_true (found.key == row.key);
      g_assert_nonnull (text);
      g_assert_nonnull (row.knob->help);
      g_assert_false (g_str_has_suffix (row.knob->help, "."));
      g_assert_true (row.knob->type != KNOB_WORD || row.knob->table || row.knob->words || row.key->planned);
      g_assert_true (g_hash_table_contains (objects, row.key->object));
      if (member_is_object (&row))
        g_hash_table_add (objects, g_strconcat (pointer, row.knob->type == KNOB_OBJECTS ? "/*" : "", NULL));
    }
}

static void
test_explain (void)
{
  g_autofree char *latency = explain_text ("cluster/network/latency", NULL),
                  *staleness = explain_text ("/training/staleness", NULL);
  g_autofree char *all = explain_text ("", NULL), *group = explain_text ("/cluster/groups/3/bandwidth", NULL);
  g_assert_cmpstr (latency, ==,
                   "/cluster/network/latency: a time with a unit, such as \"25 us\"\n"
                   "  latency of one link; a path across a star has two\n"
                   "  default                \"0 s\"\n"
                   "  since                  0.1\n");
  g_assert_nonnull (strstr (staleness, "a knob of"));
  g_assert_nonnull (strstr (all, "\n  training "));
  g_assert_nonnull (strstr (group, "the network's"));
}

/* What stands in a sweep or in a condition is explained like any key, and no list of words stands there bare. */
static void
test_explain_members (void)
{
  g_autofree char *sweep = explain_text ("/sweep", NULL), *repeat = explain_text ("/sweep/repeat", NULL);
  g_autofree char *when = explain_text ("expect/3/when", NULL), *wire = explain_text ("/training/wire", NULL);
  g_assert_nonnull (strstr (sweep, "\n  exclude  "));
  g_assert_true (g_str_has_prefix (repeat, "/sweep/repeat: a whole number\n  the number of seeds"));
  g_assert_true (g_str_has_prefix (when, "/expect/3/when: an object\n  axes and values"));
  g_assert_null (strstr (wire, "\n  bf16"));
}

/* The schema of @pattern below @schema. Where a string would do too the object is the second choice. */
static const cJSON *
schema_at (const cJSON *schema, const char *pattern)
{
  g_auto (GStrv) parts = g_strsplit (pattern, "/", -1);
  for (guint i = 1; *pattern && parts[i]; i++)
    {
      schema = strcmp (parts[i], "*") == 0
                   ? cJSON_GetObjectItem (schema, "items")
                   : cJSON_GetObjectItemCaseSensitive (cJSON_GetObjectItem (schema, "properties"), parts[i]);
      const cJSON *choices = cJSON_GetObjectItem (schema, "anyOf");
      if (choices && cJSON_GetObjectItem (cJSON_GetArrayItem (choices, 1), "properties"))
        schema = cJSON_GetArrayItem (choices, 1);
    }
  return schema;
}

/* Every row that this version has is in the schema, at its place, and no other property is but the knobs of words. */
static void
test_schema_members (void)
{
  g_autofree char *text = schema_text ();
  cJSON *schema = cJSON_Parse (text);
  Member row;
  for (guint i = 0; members_next_row (&i, &row);)
    {
      const cJSON *object = schema_at (schema, row.key->object);
      g_assert_cmpint (!row.key->planned, ==, cJSON_HasObjectItem (cJSON_GetObjectItem (object, "properties"), row.knob->name));
    }
  const cJSON *when = cJSON_GetObjectItem (schema_at (schema, "/published/*"), "properties");
  g_assert_cmpint (cJSON_GetArraySize (when), ==, 4);
  cJSON_Delete (schema);
}

static void
test_explain_unknown (void)
{
  g_autoptr (GError) error = NULL, nothing_near = NULL;
  g_assert_null (explain_text ("/cluster/network/bandwith", &error));
  g_assert_cmpstr (error->message, ==, "there is no key /cluster/network/bandwith (did you mean /cluster/network/bandwidth?)");
  g_assert_null (explain_text ("/weather", &nothing_near));
  g_assert_cmpstr (nothing_near->message, ==, "there is no key /weather");
}

static void
test_lists (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree const char **names = list_names ();
  for (guint i = 0; names[i]; i++)
    {
      g_autofree char *text = list_text (names[i], NULL);
      g_assert_nonnull (text);
      g_assert_true (g_str_has_suffix (text, "\n"));
    }
  g_autofree char *protocols = list_text ("protocols", NULL);
  g_assert_true (strstr (protocols, "bsp  ") != NULL);
  g_autofree char *faults = list_text ("faults", NULL), *rules = list_text ("aggregations", NULL), *recoveries = list_text ("recoveries", NULL);
  g_assert_nonnull (strstr (faults, "crash  "));
  g_assert_nonnull (strstr (rules, "krum  "));
  g_assert_nonnull (strstr (recoveries, "drop  "));
  g_assert_null (list_text ("planets", &error));
  g_assert_nonnull (strstr (error->message, "protocols"));
}

void
add_reference_tests (void)
{
  g_test_add_func ("/scenario/reference/schema-current", test_schema_current);
  g_test_add_func ("/scenario/reference/manual-current", test_manual_current);
  g_test_add_func ("/scenario/reference/table", test_table);
  g_test_add_func ("/scenario/reference/explain", test_explain);
  g_test_add_func ("/scenario/reference/explain-members", test_explain_members);
  g_test_add_func ("/scenario/reference/schema-members", test_schema_members);
  g_test_add_func ("/scenario/reference/explain-unknown", test_explain_unknown);
  g_test_add_func ("/scenario/reference/lists", test_lists);
}
