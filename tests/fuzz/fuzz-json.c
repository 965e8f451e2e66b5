/* JSON texts: the tree is the one that cJSON's own parser makes, every value knows its pointer, and the pointer leads back to it.
 * What cJSON prints of the tree is accepted again. */
#include "fuzz/fuzz.h"
#include "scenario/document.h"

static void
visit (const Document *document, const JsonText *text, const cJSON *node, gboolean unique)
{
  g_autofree char *pointer = document_pointer (document, node);
  g_autofree char *source = document_source (document, node);
  g_autofree char *line = json_text_excerpt (text, json_text_key (text, node), 7).text;
  g_assert_cmpuint (strlen (source), ==, json_text_value (text, node).length);
  if (unique)
    g_assert_true (document_find (document, pointer) == node);
  for (const cJSON *child = node->child; child; child = child->next)
    visit (document, text, child, unique);
}

static gboolean
same_tree (const cJSON *a, const cJSON *b)
{
  if (a->type != b->type || a->valuedouble != b->valuedouble
      || g_strcmp0 (a->valuestring, b->valuestring) != 0 || g_strcmp0 (a->string, b->string) != 0)
    return FALSE;
  for (a = a->child, b = b->child; a && b; a = a->next, b = b->next)
    if (!same_tree (a, b))
      return FALSE;
  return !a && !b;
}

static void
compare (const cJSON *root, const char *bytes, gsize n)
{
  cJSON *parsed = cJSON_ParseWithLength (bytes, n);
  g_assert_nonnull (parsed);
  g_assert_true (same_tree (root, parsed));
  cJSON_Delete (parsed);
}

static void
print_and_parse (const cJSON *root)
{
  g_autoptr (Diagnostics) diagnostics = diagnostics_new ();
  char *printed = cJSON_PrintUnformatted (root);
  g_autoptr (JsonText) again = json_text_new ("printed.json", printed, strlen (printed), diagnostics);
  g_assert_nonnull (again);
  cJSON_free (printed);
}

static void
run (const char *bytes, gsize n)
{
  g_autoptr (Diagnostics) diagnostics = diagnostics_new ();
  JsonText *text = json_text_new ("fuzz.json", bytes, n, diagnostics);
  g_autofree char *said = diagnostics_text (diagnostics, FALSE);
  g_assert_true (text || diagnostics_errors (diagnostics) > 0);
  if (!text)
    return;
  g_assert_null (memchr (bytes, '\0', n));
  g_autoptr (Document) document = document_new (text);
  visit (document, text, document_root (document), diagnostics_errors (diagnostics) == 0);
  compare (document_root (document), bytes, n);
  print_and_parse (document_root (document));
}

static const char *const seeds[] = { "scenarios/*.json", "tests/data/wrong/*.json", NULL };

const FuzzTarget fuzz_json = { .name = "json", .seeds = seeds, .run = run };
