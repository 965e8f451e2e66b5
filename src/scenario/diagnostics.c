#include "scenario/diagnostics.h"

#include "base/escape.h"

#define INDENT "    "
#define SOURCE_CHARACTERS 120                 /* of a source line that are shown */
#define SOURCE_BYTES (4 * SOURCE_CHARACTERS)  /* that are kept of it, before the place and behind */
#define ENTRIES_KEPT (16 * DIAGNOSTICS_SHOWN) /* before those that will not be shown are let go */
#define PROGRAM "lockstep"

typedef struct
{
  Severity severity;
  gboolean placed, override;
  char *origin;
  guint origin_rank;
  TextSpan at;
  char *pointer, *message;
  TextExcerpt line; /* text NULL: not shown */
  guint sequence;
  GPtrArray *notes; /* Diagnostic, in the order in which they were added */
} Diagnostic;

struct _Diagnostics
{
  GPtrArray *entries; /* Diagnostic: at least those that will be shown */
  Diagnostic *last;   /* what was added last, NULL when it is not kept */
  guint n_taken;
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
  g_free (diagnostic->line.text);
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

/* In order, lets all go but those that will be shown. */
static void
forget_the_rest (Diagnostics *diagnostics)
{
  GPtrArray *all = g_steal_pointer (&diagnostics->entries);
  guint n_errors = 0, n_others = 0;
  diagnostics->entries = g_ptr_array_new_with_free_func (diagnostic_free);
  g_ptr_array_sort (all, compare_places);
  for (guint i = 0; i < all->len; i++)
    {
      Diagnostic *diagnostic = g_ptr_array_index (all, i);
      guint *n = diagnostic->severity == SEVERITY_ERROR ? &n_errors : &n_others;
      if ((*n)++ < DIAGNOSTICS_SHOWN)
        {
          g_ptr_array_add (diagnostics->entries, diagnostic);
          continue;
        }
      if (diagnostic == diagnostics->last)
        diagnostics->last = NULL;
      diagnostic_free (diagnostic);
    }
  g_ptr_array_set_free_func (all, NULL);
  g_ptr_array_unref (all);
}

/* What continues the mistake before goes to it, all else into the list. */
static void
diagnostics_take (Diagnostics *diagnostics, Diagnostic *diagnostic)
{
  GPtrArray *entries = diagnostics->entries;
  gboolean continued = diagnostic->severity == SEVERITY_CONTINUED;
  if (continued && !diagnostics->repeating && diagnostics->last)
    {
      g_ptr_array_add (diagnostics->last->notes, diagnostic);
      return;
    }
  diagnostics->repeating = continued || already_said (diagnostics, diagnostic);
  if (diagnostics->repeating)
    {
      diagnostic_free (diagnostic);
      return;
    }
  diagnostic->sequence = diagnostics->n_taken++;
  diagnostics->last = diagnostic;
  g_ptr_array_add (entries, diagnostic);
  if (diagnostic->severity == SEVERITY_ERROR)
    diagnostics->errors++;
  if (entries->len >= ENTRIES_KEPT)
    forget_the_rest (diagnostics);
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
    diagnostic->line = json_text_excerpt (text, at, SOURCE_BYTES);
  diagnostic->notes = g_ptr_array_new_with_free_func (diagnostic_free);
  diagnostics_take (diagnostics, diagnostic);
}

guint
diagnostics_errors (const Diagnostics *diagnostics)
{
  return diagnostics->errors;
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
  const TextExcerpt *excerpt = &diagnostic->line;
  g_autofree char *left = g_utf8_make_valid (excerpt->text, (gssize)excerpt->before);
  g_autofree char *right = g_utf8_make_valid (excerpt->text + excerpt->before, -1), *line = g_strconcat (left, right, NULL);
  guint column = (guint)g_utf8_strlen (left, -1), length = (guint)g_utf8_strlen (line, -1);
  gboolean is_long = excerpt->begins_before || excerpt->goes_on || length > SOURCE_CHARACTERS;
  guint first = is_long && column > SOURCE_CHARACTERS / 2 ? column - SOURCE_CHARACTERS / 2 : 0;
  guint last = MIN (length, first + SOURCE_CHARACTERS);
  g_autofree char *shown = g_utf8_substring (line, first, last);
  g_autofree char *before = g_utf8_substring (line, first, column);
  guint tail = MIN (tail_length (diagnostic, right), last > column ? last - column - 1 : 0);
  const char *cut = first > 0 || excerpt->begins_before ? "…" : "";
  g_string_append_printf (out, INDENT "%s", cut);
  escape_terminal (out, shown);
  g_string_append_printf (out, "%s\n" INDENT "%s", last < length || excerpt->goes_on ? "…" : "", *cut ? " " : "");
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
  if (diagnostic->line.text)
    append_source (out, diagnostic);
  for (guint i = 0; i < diagnostic->notes->len; i++)
    append_diagnostic (out, g_ptr_array_index (diagnostic->notes, i), colour);
}

char *
diagnostics_text (Diagnostics *diagnostics, gboolean colour)
{
  GString *out = g_string_new (NULL);
  forget_the_rest (diagnostics);
  for (guint i = 0; i < diagnostics->entries->len; i++)
    append_diagnostic (out, g_ptr_array_index (diagnostics->entries, i), colour);
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
