#include "scenario/document.h"

#include "base/units.h"
#include "scenario/string_json.h"

/* Where a node stands that no scanner has seen: an object made on the way to an override, or a copy. */
typedef struct
{
  const JsonText *text;
  TextSpan key, value;
  char *pointer;
} Adopted;

struct _Document
{
  JsonText *file;
  cJSON *root;
  GPtrArray *overrides; /* JsonText */
  GHashTable *adopted;  /* node → Adopted; looked up, never iterated */
  GPtrArray *replaced;  /* nodes that are in the tree no more; kept, so that no address is used twice */
};

static void
adopted_free (gpointer data)
{
  Adopted *adopted = data;
  g_free (adopted->pointer);
  g_free (adopted);
}

/* @file: NULL for a copy, all of whose nodes are adopted. */
static Document *
document_of (JsonText *file, cJSON *root)
{
  Document *document = g_new0 (Document, 1);
  document->file = file;
  document->root = root;
  document->overrides = g_ptr_array_new_with_free_func ((GDestroyNotify)json_text_free);
  document->adopted = g_hash_table_new_full (NULL, NULL, NULL, adopted_free);
  document->replaced = g_ptr_array_new_with_free_func ((GDestroyNotify)cJSON_Delete);
  return document;
}

Document *
document_new (JsonText *file)
{
  return document_of (file, json_text_steal_root (file));
}

void
document_free (Document *document)
{
  if (!document)
    return;
  cJSON_Delete (document->root);
  g_clear_pointer (&document->file, json_text_free);
  g_ptr_array_unref (document->overrides);
  g_hash_table_unref (document->adopted);
  g_ptr_array_unref (document->replaced);
  g_free (document);
}

const cJSON *
document_root (const Document *document)
{
  return document->root;
}

char *
pointer_next (const char **rest)
{
  if (**rest != '/')
    return NULL;
  GString *token = g_string_new (NULL);
  const char *p = *rest + 1;
  for (; *p && *p != '/'; p++)
    {
      if (p[0] == '~' && (p[1] == '0' || p[1] == '1'))
        g_string_append_c (token, *++p == '0' ? '~' : '/');
      else
        g_string_append_c (token, *p);
    }
  *rest = p;
  return g_string_free (token, FALSE);
}

char *
pointer_join (const char *object, const char *name)
{
  GString *out = g_string_new (object);
  g_string_append_c (out, '/');
  for (; *name; name++)
    {
      if (*name == '~' || *name == '/')
        g_string_append (out, *name == '~' ? "~0" : "~1");
      else
        g_string_append_c (out, *name);
    }
  return g_string_free (out, FALSE);
}

/* The index that @token names in a list, its length for "-"; FALSE when it is no index. */
static gboolean
list_index (const cJSON *list, const char *token, guint *index)
{
  guint n = (guint)cJSON_GetArraySize (list);
  guint64 value;
  if (strcmp (token, "-") == 0)
    value = n;
  else if (!g_ascii_string_to_unsigned (token, 10, 0, n, &value, NULL))
    return FALSE;
  *index = (guint)value;
  return TRUE;
}

static const cJSON *
node_child (const cJSON *node, const char *token)
{
  guint index;
  if (cJSON_IsObject (node))
    return cJSON_GetObjectItemCaseSensitive (node, token);
  return cJSON_IsArray (node) && list_index (node, token, &index) ? cJSON_GetArrayItem (node, (int)index) : NULL;
}

static const cJSON *
find (const Document *document, const char *pointer, gboolean nearest)
{
  const cJSON *node = document->root;
  while (*pointer)
    {
      g_autofree char *token = pointer_next (&pointer);
      const cJSON *child = token ? node_child (node, token) : NULL;
      if (!child)
        return nearest ? node : NULL;
      node = child;
    }
  return node;
}

const cJSON *
document_find (const Document *document, const char *pointer)
{
  return find (document, pointer, FALSE);
}

const cJSON *
document_find_nearest (const Document *document, const char *pointer)
{
  return find (document, pointer, TRUE);
}

/* Which text @node came from. */
static const JsonText *
node_text (const Document *document, const cJSON *node)
{
  for (guint i = 0; i < document->overrides->len; i++)
    if (json_text_holds (g_ptr_array_index (document->overrides, i), node))
      return g_ptr_array_index (document->overrides, i);
  return document->file;
}

typedef struct
{
  const JsonText *text;
  TextSpan span;
} Place;

static Place
node_place (const Document *document, const cJSON *node, DocumentPart part)
{
  const Adopted *adopted = g_hash_table_lookup (document->adopted, node);
  if (adopted)
    return (Place){ adopted->text, part == AT_KEY ? adopted->key : adopted->value };
  const JsonText *text = node_text (document, node);
  return (Place){ text, part == AT_KEY ? json_text_key (text, node) : json_text_value (text, node) };
}

char *
document_pointer (const Document *document, const cJSON *node)
{
  const Adopted *adopted = g_hash_table_lookup (document->adopted, node);
  return adopted ? g_strdup (adopted->pointer) : json_text_pointer (node_text (document, node), node);
}

char *
document_source (const Document *document, const cJSON *node)
{
  char buffer[32];
  Place place = node_place (document, node, AT_VALUE);
  char *source = json_text_source (place.text, place.span);
  if (!cJSON_IsNumber (node) || *source != '{')
    return source;
  g_free (source); /* a number that a range describes */
  return g_strdup (number_format (node->valuedouble, buffer));
}

TextSpan
document_span (const Document *document, const cJSON *node)
{
  return node_place (document, node, AT_VALUE).span;
}

char *
document_where (const Document *document, const cJSON *node)
{
  Place place = node_place (document, node, AT_VALUE);
  return g_strdup_printf ("%s:%u:%u", json_text_origin (place.text), place.span.line, place.span.column);
}

void
document_report (const Document *document, Diagnostics *diagnostics, Severity severity, const cJSON *node, DocumentPart part,
                 const char *pointer, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  g_autofree char *own = document_pointer (document, node);
  Place place = node_place (document, node, part);
  diagnostics_add (diagnostics, severity, place.text, place.span, pointer ? pointer : own, "%s", message);
}

void
document_report_inside (const Document *document, Diagnostics *diagnostics, Severity severity, const cJSON *node, gsize column,
                        gsize length, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  g_autofree char *own = document_pointer (document, node);
  Place place = node_place (document, node, AT_VALUE);
  g_autofree char *source = json_text_source (place.text, place.span);
  /* With an escape in the string its characters are not those of the text: then the whole string is shown. */
  if (!strchr (source, '\\') && *source == '"')
    {
      place.span.offset += (gsize)(g_utf8_offset_to_pointer (source, (glong)column + 1) - source);
      place.span.column += (guint)column + 1;
      place.span.length = length;
    }
  diagnostics_add (diagnostics, severity, place.text, place.span, own, "%s", message);
}

static void
adopt (Document *document, const cJSON *node, Place key, Place value, const char *pointer)
{
  Adopted *adopted = g_new (Adopted, 1);
  *adopted = (Adopted){ .text = value.text, .key = key.span, .value = value.span, .pointer = g_strdup (pointer) };
  g_hash_table_insert (document->adopted, (gpointer)node, adopted);
}

static void
adopt_copy (Document *document, const cJSON *copy, const Document *from, const cJSON *of, const char *pointer)
{
  adopt (document, copy, node_place (from, of, AT_KEY), node_place (from, of, AT_VALUE), pointer);
  guint i = 0;
  for (const cJSON *child = copy->child, *like = of->child; child; child = child->next, like = like->next, i++)
    {
      g_autofree char *index = g_strdup_printf ("%u", i);
      g_autofree char *below = pointer_join (pointer, child->string ? child->string : index);
      adopt_copy (document, child, from, like, below);
    }
}

Document *
document_copy (const Document *from, const char *const *but)
{
  Document *document = document_of (NULL, cJSON_CreateObject ());
  adopt (document, document->root, node_place (from, from->root, AT_KEY), node_place (from, from->root, AT_VALUE), "");
  for (const cJSON *member = from->root->child; member; member = member->next)
    {
      if (g_strv_contains (but, member->string))
        continue;
      cJSON *copy = cJSON_Duplicate (member, TRUE);
      g_autofree char *pointer = pointer_join ("", member->string);
      cJSON_AddItemToObject (document->root, member->string, copy);
      adopt_copy (document, copy, from, member, pointer);
    }
  return document;
}

/* Puts @value at @token of @parent. FALSE, @value untouched, when there is no such place. */
static gboolean
put_child (Document *document, cJSON *parent, const char *token, cJSON *value)
{
  guint index;
  cJSON *old = NULL;
  if (cJSON_IsObject (parent))
    {
      old = cJSON_DetachItemFromObjectCaseSensitive (parent, token);
      cJSON_AddItemToObject (parent, token, value);
    }
  else if (cJSON_IsArray (parent) && list_index (parent, token, &index))
    {
      old = cJSON_DetachItemFromArray (parent, (int)index);
      cJSON_InsertItemInArray (parent, (int)index, value);
    }
  else
    return FALSE;
  if (old)
    g_ptr_array_add (document->replaced, old);
  return TRUE;
}

/* Walks to the parent of @pointer, making objects on the way, and puts @value there. @value is taken in any case. */
static gboolean
put (Document *document, const char *pointer, cJSON *value, Place place, Diagnostics *diagnostics)
{
  cJSON *node = document->root;
  const char *rest = pointer;
  for (;;)
    {
      g_autofree char *token = pointer_next (&rest);
      gboolean last = *rest == '\0';
      cJSON *child = (cJSON *)node_child (node, token);
      if (last || !child)
        {
          cJSON *next = last ? value : cJSON_CreateObject ();
          if (!put_child (document, node, token, next))
            {
              g_ptr_array_add (document->replaced, value);
              if (next != value)
                cJSON_Delete (next);
              g_autofree char *at = document_pointer (document, node);
              diagnostics_add (diagnostics, SEVERITY_ERROR, place.text, place.span, pointer,
                               "there is no \"%s\" in \"%s\": it is %s", token, at,
                               cJSON_IsArray (node) ? "a shorter list" : "neither an object nor a list");
              return FALSE;
            }
          g_autofree char *made = g_strndup (pointer, (gsize)(rest - pointer));
          if (!last)
            adopt (document, next, place, place, made);
          child = next;
        }
      if (last)
        return TRUE;
      node = child;
    }
}

/* The value of an override: JSON, or a string where it is not JSON; but what begins like a string, an object or a list is meant
 * as one. */
static JsonText *
override_text (const char *origin, const char *value, Diagnostics *diagnostics)
{
  g_autoptr (Diagnostics) unsaid = diagnostics_new ();
  gboolean meant = *value && strchr ("\"{[", *value);
  JsonText *text = json_text_new (origin, value, strlen (value), meant ? diagnostics : unsaid);
  if (text || meant)
    return text;
  g_autofree char *string = string_json (value);
  return json_text_new (origin, string, strlen (string), diagnostics);
}

gboolean
document_override (Document *document, const char *set, Diagnostics *diagnostics)
{
  const char *equals = strchr (set, '=');
  if (*set != '/' || !equals)
    {
      diagnostics_add (diagnostics, SEVERITY_ERROR, NULL, (TextSpan){ 0 }, NULL,
                       "--set %s: expected a pointer and a value, such as /cluster/workers=16", set);
      return FALSE;
    }
  g_autofree char *pointer = g_strndup (set, (gsize)(equals - set));
  g_autofree char *origin = g_strdup_printf ("--set %s", pointer);
  JsonText *text = override_text (origin, equals + 1, diagnostics);
  if (!text)
    return FALSE;
  g_ptr_array_add (document->overrides, text);
  Place place = { text, json_text_value (text, json_text_root (text)) };
  return put (document, pointer, json_text_steal_root (text), place, diagnostics);
}

gboolean
document_put (Document *document, const char *pointer, const Document *from, const cJSON *value, Diagnostics *diagnostics)
{
  cJSON *copy = cJSON_Duplicate (value, TRUE);
  adopt_copy (document, copy, from, value, pointer);
  return put (document, pointer, copy, node_place (from, value, AT_VALUE), diagnostics);
}

const cJSON *
document_number (Document *document, double value, const cJSON *place)
{
  cJSON *node = cJSON_CreateNumber (value);
  g_autofree char *pointer = document_pointer (document, place);
  adopt (document, node, node_place (document, place, AT_KEY), node_place (document, place, AT_VALUE), pointer);
  g_ptr_array_add (document->replaced, node);
  return node;
}
