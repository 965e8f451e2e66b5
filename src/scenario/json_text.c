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
  GHashTable *places;       /* cJSON node → JsonPlace; looked up, never iterated */
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

static const JsonPlace *
place_of (const JsonText *text, const cJSON *node)
{
  const JsonPlace *place = g_hash_table_lookup (text->places, node);
  g_assert (place);
  return place;
}

static void
append_pointer (const JsonText *text, const cJSON *node, GString *out)
{
  const JsonPlace *place = place_of (text, node);
  if (!place->parent)
    {
      g_string_append (out, text->base);
      return;
    }
  append_pointer (text, place->parent, out);
  g_string_append_c (out, '/');
  if (cJSON_IsObject (place->parent))
    append_escaped (out, node->string);
  else
    g_string_append_printf (out, "%u", place->position);
}

static void
report_mistake (gpointer data, TextSpan at, const cJSON *inside, gboolean note, const char *message)
{
  JsonText *text = data;
  g_autofree char *pointer = inside ? json_text_pointer (text, inside) : NULL;
  diagnostics_add (text->diagnostics, note ? SEVERITY_CONTINUED : SEVERITY_ERROR, text, at, pointer, "%s", message);
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
  self->places = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->diagnostics = diagnostics;
  self->root = json_scan (self->text, n, self->places, report_mistake, self);
  self->diagnostics = NULL;
  return self->root ? g_steal_pointer (&self) : NULL;
}

void
json_text_free (JsonText *text)
{
  if (!text)
    return;
  cJSON_Delete (text->root);
  g_hash_table_unref (text->places);
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
  return g_hash_table_contains (text->places, node);
}

TextSpan
json_text_value (const JsonText *text, const cJSON *node)
{
  return place_of (text, node)->value;
}

TextSpan
json_text_key (const JsonText *text, const cJSON *node)
{
  return place_of (text, node)->key;
}

char *
json_text_pointer (const JsonText *text, const cJSON *node)
{
  GString *out = g_string_new (NULL);
  append_pointer (text, node, out);
  return g_string_free (out, FALSE);
}

char *
json_text_source (const JsonText *text, TextSpan span)
{
  return g_strndup (text->text + span.offset, span.length);
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
