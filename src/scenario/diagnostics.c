#include "scenario/diagnostics.h"

#include "base/escape.h"

#define INDENT "    "
#define SOURCE_CHARACTERS 120 /* of a source line that are shown */
#define PROGRAM "lockstep"

typedef struct
{
  Severity severity;
  gboolean placed, override;
  char *origin;
  guint origin_rank;
  TextSpan at;
  char *pointer, *message, *line;
  guint sequence;
  GPtrArray *notes; /* Diagnostic, in the order in which they were added */
} Diagnostic;

struct _Diagnostics
{
  GPtrArray *entries; /* Diagnostic */
  GPtrArray *origins; /* their names in the order of their first mistake */
  GHashTable *said;   /* place and words of every entry; looked up, never iterated */
  gboolean repeating; /* the last one had been said before: its notes are left out too */
  guint errors;
};

static void
diagnostic_free (gpointer data)
{
  Diagnostic *diagnostic = data;
  g_free (diagnostic->origin);
  g_free (diagnostic->pointer);
  g_free (diagnostic->message);
  g_free (diagnostic->line);
  g_ptr_array_unref (diagnostic->notes);
  g_free (diagnostic);
}

Diagnostics *
diagnostics_new (void)
{
  Diagnostics *diagnostics = g_new0 (Diagnostics, 1);
  diagnostics->entries = g_ptr_array_new_with_free_func (diagnostic_free);
  diagnostics->origins = g_ptr_array_new_with_free_func (g_free);
  diagnostics->said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return diagnostics;
}

void
diagnostics_free (Diagnostics *diagnostics)
{
  if (!diagnostics)
    return;
  g_ptr_array_unref (diagnostics->entries);
  g_ptr_array_unref (diagnostics->origins);
  g_hash_table_unref (diagnostics->said);
  g_free (diagnostics);
}

static guint
origin_rank (Diagnostics *diagnostics, const char *origin)
{
  guint rank;
  if (!g_ptr_array_find_with_equal_func (diagnostics->origins, origin, g_str_equal, &rank))
    {
      rank = diagnostics->origins->len;
      g_ptr_array_add (diagnostics->origins, g_strdup (origin));
    }
  return rank;
}

/* Whether the same words stand at the same place already. */
static gboolean
already_said (Diagnostics *diagnostics, const Diagnostic *diagnostic)
{
  return !g_hash_table_add (diagnostics->said,
                            g_strdup_printf ("%u %u %" G_GSIZE_FORMAT " %s %s", diagnostic->severity, diagnostic->origin_rank,
                                             diagnostic->at.offset, diagnostic->pointer ? diagnostic->pointer : "",
                                             diagnostic->message));
}

/* What continues the mistake before goes to it, all else into the list. */
static void
diagnostics_take (Diagnostics *diagnostics, Diagnostic *diagnostic)
{
  GPtrArray *entries = diagnostics->entries;
  gboolean continued = diagnostic->severity == SEVERITY_CONTINUED;
  if (continued && !diagnostics->repeating && entries->len > 0)
    {
      Diagnostic *last = g_ptr_array_index (entries, entries->len - 1);
      g_ptr_array_add (last->notes, diagnostic);
      return;
    }
  diagnostics->repeating = continued || already_said (diagnostics, diagnostic);
  if (diagnostics->repeating)
    {
      diagnostic_free (diagnostic);
      return;
    }
  diagnostic->sequence = entries->len;
  g_ptr_array_add (entries, diagnostic);
  if (diagnostic->severity == SEVERITY_ERROR)
    diagnostics->errors++;
}

void
diagnostics_add (Diagnostics *diagnostics, Severity severity, const JsonText *text, TextSpan at, const char *pointer,
                 const char *format, ...)
{
  Diagnostic *diagnostic = g_new0 (Diagnostic, 1);
  va_list args;
  va_start (args, format);
  diagnostic->message = g_strdup_vprintf (format, args);
  va_end (args);
  diagnostic->severity = severity;
  diagnostic->placed = text != NULL;
  diagnostic->override = text && json_text_is_override (text);
  diagnostic->origin = g_strdup (text ? json_text_origin (text) : PROGRAM);
  diagnostic->origin_rank = origin_rank (diagnostics, diagnostic->origin);
  diagnostic->at = at;
  /* The origin of an override names its pointer already. */
  if (pointer && *pointer && !(diagnostic->override && strcmp (pointer, json_text_base (text)) == 0))
    diagnostic->pointer = g_strdup (pointer);
  if (text && !(diagnostic->override && at.offset == 0))
    diagnostic->line = json_text_line (text, at);
  diagnostic->notes = g_ptr_array_new_with_free_func (diagnostic_free);
  diagnostics_take (diagnostics, diagnostic);
}

guint
diagnostics_errors (const Diagnostics *diagnostics)
{
  return diagnostics->errors;
}

/* What is in no text first, then the files, then the overrides; within a text by place. */
static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Diagnostic *x = *(const Diagnostic *const *)a, *y = *(const Diagnostic *const *)b;
  if (x->placed != y->placed)
    return x->placed - y->placed;
  if (x->override != y->override)
    return x->override - y->override;
  if (x->origin_rank != y->origin_rank)
    return x->origin_rank < y->origin_rank ? -1 : 1;
  if (x->at.offset != y->at.offset)
    return x->at.offset < y->at.offset ? -1 : 1;
  return x->sequence < y->sequence ? -1 : 1;
}

/* Behind the caret: the rest of a token, but not of a whole object or list. */
static guint
tail_length (const Diagnostic *diagnostic, const char *token)
{
  if (*token == '{' || *token == '[' || *token == '\0' || diagnostic->at.length < 2)
    return 0;
  gsize bytes = MIN (diagnostic->at.length, strlen (token));
  return (guint)g_utf8_strlen (token, (gssize)bytes) - 1;
}

static void
append_source (GString *out, const Diagnostic *diagnostic)
{
  g_autofree char *line = g_utf8_make_valid (diagnostic->line, -1);
  guint column = diagnostic->at.column - 1, length = (guint)g_utf8_strlen (line, -1);
  guint first = length > SOURCE_CHARACTERS && column > SOURCE_CHARACTERS / 2 ? column - SOURCE_CHARACTERS / 2 : 0;
  guint last = MIN (length, first + SOURCE_CHARACTERS);
  column = MIN (column, length);
  g_autofree char *shown = g_utf8_substring (line, first, last);
  g_autofree char *before = g_utf8_substring (line, first, column);
  guint tail = MIN (tail_length (diagnostic, g_utf8_offset_to_pointer (line, column)), last > column ? last - column - 1 : 0);
  const char *cut = first > 0 ? "…" : "";
  g_string_append_printf (out, INDENT "%s", cut);
  escape_terminal (out, shown);
  g_string_append_printf (out, "%s\n" INDENT "%s", last < length ? "…" : "", first > 0 ? " " : "");
  for (const char *p = before; *p; p = g_utf8_next_char (p))
    g_string_append_c (out, *p == '\t' ? '\t' : ' ');
  g_string_append_c (out, '^');
  for (guint i = 0; i < tail; i++)
    g_string_append_c (out, '~');
  g_string_append_c (out, '\n');
}

static void
append_diagnostic (GString *out, const Diagnostic *diagnostic, gboolean colour)
{
  static const char *const names[] = { "note", "warning", "error", "note" };
  static const char *const colours[] = { "\033[1;36m", "\033[1;35m", "\033[1;31m", "\033[1;36m" };
  g_string_append (out, colour ? "\033[1m" : "");
  escape_terminal (out, diagnostic->origin);
  if (diagnostic->placed && !diagnostic->override)
    g_string_append_printf (out, ":%u:%u", diagnostic->at.line, diagnostic->at.column);
  g_string_append_printf (out, ": %s%s%s: ", colour ? colours[diagnostic->severity] : "", names[diagnostic->severity],
                          colour ? "\033[0m" : "");
  if (diagnostic->pointer)
    {
      escape_terminal (out, diagnostic->pointer);
      g_string_append (out, ": ");
    }
  escape_terminal (out, diagnostic->message);
  g_string_append_c (out, '\n');
  if (diagnostic->line)
    append_source (out, diagnostic);
  for (guint i = 0; i < diagnostic->notes->len; i++)
    append_diagnostic (out, g_ptr_array_index (diagnostic->notes, i), colour);
}

char *
diagnostics_text (Diagnostics *diagnostics, gboolean colour)
{
  GString *out = g_string_new (NULL);
  guint errors_shown = 0, others_shown = 0;
  g_ptr_array_sort (diagnostics->entries, compare_places);
  for (guint i = 0; i < diagnostics->entries->len; i++)
    {
      const Diagnostic *diagnostic = g_ptr_array_index (diagnostics->entries, i);
      guint *shown = diagnostic->severity == SEVERITY_ERROR ? &errors_shown : &others_shown;
      if ((*shown)++ < DIAGNOSTICS_SHOWN)
        append_diagnostic (out, diagnostic, colour);
    }
  if (diagnostics->errors > DIAGNOSTICS_SHOWN)
    g_string_append_printf (out, PROGRAM ": … and %u more error%s\n", diagnostics->errors - DIAGNOSTICS_SHOWN,
                            diagnostics->errors == DIAGNOSTICS_SHOWN + 1 ? "" : "s");
  return g_string_free (out, FALSE);
}

guint
diagnostics_print (Diagnostics *diagnostics, FILE *to, gboolean colour)
{
  g_autofree char *text = diagnostics_text (diagnostics, colour);
  fputs (text, to);
  return diagnostics->errors;
}
