#include "scenario/json_scan.h"

#include "scenario/diagnostics.h"

#define OVERRIDE "--set "

struct _JsonText
{
  char *origin, *text;
  gboolean override;
  const char *base; /* the pointer of the root: "" or, in an override, what --set names */
  gsize n;
  cJSON *root;
  GArray *places;      /* JsonPlace, in the tree's order */
  GHashTable *indexes; /* cJSON node → index into places; looked up, never iterated */
  GStringChunk *names;
  Diagnostics *diagnostics; /* during the scan */
};

static void
append_escaped (GString *pointer, const char *name)
{
  for (; *name; name++)
    {
      if (*name == '~')
        g_string_append (pointer, "~0");
      else if (*name == '/')
        g_string_append (pointer, "~1");
      else
        g_string_append_c (pointer, *name);
    }
}

static void
append_pointer (const JsonText *text, guint index, GString *out)
{
  const JsonPlace *place = &g_array_index (text->places, JsonPlace, index);
  if (place->parent == JSON_ROOT)
    {
      g_string_append (out, text->base);
      return;
    }
  append_pointer (text, place->parent, out);
  g_string_append_c (out, '/');
  if (place->name)
    append_escaped (out, place->name);
  else
    g_string_append_printf (out, "%u", place->position);
}

static char *
place_pointer (const JsonText *text, guint index)
{
  GString *out = g_string_new (NULL);
  append_pointer (text, index, out);
  return g_string_free (out, FALSE);
}

static void
report_mistake (gpointer data, TextSpan at, guint place, gboolean note, const char *message)
{
  JsonText *text = data;
  g_autofree char *pointer = place == JSON_ROOT ? NULL : place_pointer (text, place);
  diagnostics_add (text->diagnostics, note ? SEVERITY_CONTINUED : SEVERITY_ERROR, text, at, pointer, "%s", message);
}

static void
index_tree (JsonText *text, const cJSON *node, guint *next)
{
  g_hash_table_insert (text->indexes, (gpointer)node, GUINT_TO_POINTER ((*next)++));
  for (const cJSON *child = node->child; child; child = child->next)
    index_tree (text, child, next);
}

JsonText *
json_text_new (const char *origin, const char *text, gsize n, Diagnostics *diagnostics)
{
  g_autoptr (JsonText) self = g_new0 (JsonText, 1);
  self->origin = g_strdup (origin);
  self->override = g_str_has_prefix (self->origin, OVERRIDE);
  self->base = self->override ? self->origin + strlen (OVERRIDE) : "";
  self->text = g_malloc (n + 1);
  memcpy (self->text, text, n);
  self->text[n] = '\0';
  self->n = n;
  self->places = g_array_new (FALSE, FALSE, sizeof (JsonPlace));
  self->indexes = g_hash_table_new (NULL, NULL);
  self->names = g_string_chunk_new (256);
  self->diagnostics = diagnostics;
  if (!json_scan (self->text, n, self->places, self->names, report_mistake, self))
    return NULL;
  self->diagnostics = NULL;
  self->root = cJSON_ParseWithLength (self->text, n);
  g_assert (self->root);
  guint next = 0;
  index_tree (self, self->root, &next);
  g_assert (next == self->places->len);
  return g_steal_pointer (&self);
}

void
json_text_free (JsonText *text)
{
  if (!text)
    return;
  cJSON_Delete (text->root);
  g_array_unref (text->places);
  g_hash_table_unref (text->indexes);
  g_string_chunk_free (text->names);
  g_free (text->origin);
  g_free (text->text);
  g_free (text);
}

const char *
json_text_origin (const JsonText *text)
{
  return text->origin;
}

gboolean
json_text_is_override (const JsonText *text)
{
  return text->override;
}

const char *
json_text_base (const JsonText *text)
{
  return text->base;
}

cJSON *
json_text_root (const JsonText *text)
{
  return text->root;
}

cJSON *
json_text_steal_root (JsonText *text)
{
  return g_steal_pointer (&text->root);
}

gboolean
json_text_holds (const JsonText *text, const cJSON *node)
{
  return g_hash_table_contains (text->indexes, node);
}

static guint
place_index (const JsonText *text, const cJSON *node)
{
  gpointer index;
  gboolean known = g_hash_table_lookup_extended (text->indexes, node, NULL, &index);
  g_assert (known);
  return GPOINTER_TO_UINT (index);
}

TextSpan
json_text_value (const JsonText *text, const cJSON *node)
{
  return g_array_index (text->places, JsonPlace, place_index (text, node)).value;
}

TextSpan
json_text_key (const JsonText *text, const cJSON *node)
{
  return g_array_index (text->places, JsonPlace, place_index (text, node)).key;
}

char *
json_text_pointer (const JsonText *text, const cJSON *node)
{
  return place_pointer (text, place_index (text, node));
}

char *
json_text_source (const JsonText *text, TextSpan span)
{
  return g_strndup (text->text + span.offset, span.length);
}

char *
json_text_all (const JsonText *text)
{
  return g_strndup (text->text, text->n);
}

static gboolean
is_inside_character (const JsonText *text, gsize at)
{
  return at < text->n && ((guchar)text->text[at] & 0xc0) == 0x80;
}

TextExcerpt
json_text_excerpt (const JsonText *text, TextSpan span, gsize most)
{
  gsize at = MIN (span.offset, text->n), first = at, last = at;
  TextExcerpt excerpt = { 0 };
  while (first > 0 && at - first < most && text->text[first - 1] != '\n')
    first--;
  while (last < text->n && last - at < most && text->text[last] != '\n')
    last++;
  excerpt.begins_before = first > 0 && text->text[first - 1] != '\n';
  excerpt.goes_on = last < text->n && text->text[last] != '\n';
  while (excerpt.begins_before && first < at && is_inside_character (text, first))
    first++;
  while (excerpt.goes_on && last > at && is_inside_character (text, last))
    last--;
  if (!excerpt.goes_on && last > first && text->text[last - 1] == '\r')
    last--;
  excerpt.text = g_strndup (text->text + first, last - first);
  excerpt.before = MIN (at, last) - first;
  return excerpt;
}
