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
