#include "scenario/reader.h"

#include "scenario/key_value.h"

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

void
reader_missing_in (Reader *reader, const cJSON *object, const Knob *knob)
{
  g_autofree char *inside = document_pointer (reader->document, object);
  g_autofree char *pointer = pointer_join (inside, knob->name);
  reader_missing (reader, pointer, knob->help);
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

/* One value by its row into @base. */
static void
read_key (Reader *reader, const Key *key, const cJSON *node, gpointer base)
{
  const Knob alone[] = { key->knob, { NULL } };
  if (key->form)
    key->form->read (reader, node, base);
  else if (key->knob.type == KNOB_OBJECT)
    {
      g_autofree char *object = key_pointer (key);
      read_object (reader, node, object, base);
    }
  else
    {
      g_autoptr (Knobs) values = knobs_new (alone);
      read_knob (reader, node, alone, values);
      if (knob_given (values, key->knob.name))
        key_store (key, base, values);
    }
}

static void
read_row (Reader *reader, const cJSON *object, const Key *key, gpointer base)
{
  const cJSON *member = cJSON_GetObjectItemCaseSensitive (object, key->knob.name);
  if (member && key->planned && !(cJSON_IsArray (member) && !member->child))
    reader_wrong (reader, member, AT_KEY, "%s is not in this version", key->knob.name);
  else if (member && !key->planned)
    read_key (reader, key, member, base);
  else if (!member && key->knob.required)
    reader_missing_in (reader, object, &key->knob);
  if (!member && key->settle)
    key->settle (base);
}

/* The knobs of the word that was chosen at @key. */
static void
read_key_knobs (Reader *reader, const cJSON *object, const Key *key, gpointer base)
{
  gconstpointer chosen = key_chosen (key, base);
  if (!chosen)
    return;
  Knobs *knobs = knobs_new (word_knobs (key->knob.table, chosen));
  read_knobs (reader, object, knobs);
  key_store_knobs (key, base, knobs);
}

void
read_object (Reader *reader, const cJSON *node, const char *object, gpointer base)
{
  if (!read_is_object (reader, node))
    return;
  for (const Key *key = key_next_in (object, NULL); key; key = key_next_in (object, key))
    read_row (reader, node, key, base);
  for (const Key *key = key_next_in (object, NULL); key; key = key_next_in (object, key))
    if (key_takes_knobs (key))
      read_key_knobs (reader, node, key, base);
  report_strays (reader, node, object, base);
}
