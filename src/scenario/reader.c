#include "scenario/reader.h"

static void
mark_wrong (Reader *reader, const char *pointer)
{
  g_ptr_array_add (reader->wrong, g_strdup (pointer));
}

void
reader_wrong (Reader *reader, const cJSON *node, DocumentPart part, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  g_autofree char *pointer = document_pointer (reader->document, node);
  mark_wrong (reader, pointer);
  document_report (reader->document, reader->diagnostics, SEVERITY_ERROR, node, part, NULL, "%s", message);
}

void
reader_mistake (Reader *reader, const char *pointer, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  mark_wrong (reader, pointer);
  document_report (reader->document, reader->diagnostics, SEVERITY_ERROR, document_find_nearest (reader->document, pointer),
                   AT_VALUE, pointer, "%s", message);
}

void
reader_missing (Reader *reader, const char *pointer, const char *why)
{
  const cJSON *inside = document_find_nearest (reader->document, pointer);
  g_autofree char *object = document_pointer (reader->document, inside);
  mark_wrong (reader, pointer);
  document_report (reader->document, reader->diagnostics, SEVERITY_ERROR, inside, AT_VALUE, object, "\"%s\" is missing: %s",
                   pointer + strlen (object) + 1, why);
}

gboolean
reader_has (const Reader *reader, const char *pointer)
{
  return document_find (reader->document, pointer) != NULL;
}

/* Whether @inner is @outer or lies in it. */
static gboolean
pointer_within (const char *inner, const char *outer)
{
  gsize n = strlen (outer);
  return strncmp (inner, outer, n) == 0 && (inner[n] == '\0' || inner[n] == '/');
}

gboolean
reader_sound (const Reader *reader, const char *pointer)
{
  for (guint i = 0; i < reader->wrong->len; i++)
    {
      const char *wrong = g_ptr_array_index (reader->wrong, i);
      if (pointer_within (pointer, wrong) || pointer_within (wrong, pointer))
        return FALSE;
    }
  return TRUE;
}

static void
store_number (const Key *key, gpointer where, double value)
{
  if (key->store == STORE_TIME)
    *(SimTime *)where = sim_time_from_s (value);
  else if (key->store == STORE_DOUBLE)
    *(double *)where = value;
}

static void
store_integer (const Key *key, gpointer where, guint64 value)
{
  if (key->store == STORE_UINT)
    *(guint *)where = (guint)value;
  else if (key->store == STORE_UINT64)
    *(guint64 *)where = value;
  else
    store_number (key, where, (double)value);
}

static void
read_word_key (Reader *reader, const Key *key, const cJSON *node, gpointer where)
{
  guint index;
  gconstpointer descriptor = read_word (reader, node, key->words, &index);
  if (!descriptor)
    return;
  if (key->store == STORE_WORD)
    *(gconstpointer *)where = descriptor;
  else
    *(gint *)where = key->store == STORE_IS_FIRST ? index == 0 : (gint)index;
}

static void
read_string_key (Reader *reader, const Key *key, const cJSON *node, gpointer where)
{
  const char *string = read_string (reader, node);
  if (!string || key->store != STORE_STRING)
    return;
  g_free (*(char **)where);
  *(char **)where = g_strdup (string);
}

/* One value by its row's type into @base. */
static void
read_key (Reader *reader, const Key *key, const cJSON *node, gpointer base)
{
  gpointer where = (char *)base + key->at;
  double number;
  guint64 integer;
  gboolean truth;
  if (key->form)
    key->form->read (reader, node, base);
  else if (key->type == KEY_OBJECT)
    read_object (reader, node, key->pointer, base);
  else if (key->type == KEY_WORD)
    read_word_key (reader, key, node, where);
  else if (key->type == KEY_STRING)
    read_string_key (reader, key, node, where);
  else if (key->type == KEY_INTEGER && read_integer (reader, node, key->min, key->max, &integer))
    store_integer (key, where, integer);
  else if (key->type == KEY_NUMBER && read_number (reader, node, key->min, key->max, &number))
    store_number (key, where, number);
  else if (key->type == KEY_BOOLEAN && read_boolean (reader, node, &truth))
    *(gboolean *)where = truth;
  else if (key->type == KEY_QUANTITY && read_quantity (reader, node, key->dimension, key->min, key->max, &number))
    store_number (key, where, number);
}

static void
read_member (Reader *reader, const cJSON *object, const Key *key, gpointer base)
{
  const cJSON *member = cJSON_GetObjectItemCaseSensitive (object, key_name (key));
  if (member && (!key->planned || key->form))
    read_key (reader, key, member, base);
  if (member && key->planned && !(cJSON_IsArray (member) && !member->child))
    reader_wrong (reader, member, AT_KEY, "%s is not in this version", key_name (key));
  if (!member && key->required)
    {
      g_autofree char *inside = document_pointer (reader->document, object);
      g_autofree char *pointer = pointer_join (inside, key_name (key));
      reader_missing (reader, pointer, key->help);
    }
  if (!member && key->settle)
    key->settle (base);
}

void
read_object (Reader *reader, const cJSON *node, const char *object, gpointer base)
{
  if (!read_is_object (reader, node))
    return;
  for (const Key *key = key_next_in (object, NULL); key; key = key_next_in (object, key))
    read_member (reader, node, key, base);
  read_knobs (reader, node, object, base);
}
