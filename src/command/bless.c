#include "command/bless.h"

#include "base/error.h"
#include "base/escape.h"
#include "base/file.h"
#include "command/golden.h"
#include "command/simulate.h"
#include "report/timeline_rows.h"

#define TEXT_MAX (G_GUINT64_CONSTANT (1) << 31)

/* --- the golden timeline --- */

/* timeline.csv of run @index, run once more. (transfer full) */
static char *
timeline_text (const TestFile *file, guint index, const RunChoices *choices, GError **error)
{
  g_autoptr (Scenario) owner = NULL;
  g_autoptr (Record) record = NULL;
  const Scenario *scenario = test_file_scenario (file, index, choices, &owner);
  const SimulateOptions options = { choices->threads, TRUE, TRUE, choices->data };
  g_autoptr (Outcome) outcome = simulate (scenario, &options, &record, error);
  g_autoptr (TimelineRows) rows = NULL;
  char *text = NULL;
  size_t n;
  if (!outcome || *error)
    return NULL;
  FILE *memory = open_memstream (&text, &n);
  rows = timeline_rows_new (record);
  timeline_rows_write_csv (rows, memory);
  fclose (memory);
  return text;
}

static gboolean
write_text (const char *path, const char *text, gsize n, GError **error)
{
  OutputFile *out = output_file_open (path, error);
  if (!out)
    return FALSE;
  fwrite (text, 1, n, output_file_stream (out));
  return output_file_commit (out, error);
}

static gboolean
renew_golden (const TestFile *file, guint index, const RunChoices *choices, GError **error)
{
  g_autofree char *path = golden_path (file->path, file->sweep ? (int)index : -1);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_autofree char *name = printable (path);
      printf ("# no golden timeline is kept as %s, to show the first event that differs\n", name);
      return TRUE;
    }
  g_autofree char *was = file_read (path, TEXT_MAX, NULL, error);
  g_autofree char *is = was ? timeline_text (file, index, choices, error) : NULL;
  if (!is)
    return FALSE;
  g_autofree char *difference = golden_difference (was, is);
  printf ("%s", difference ? difference : "# no event differs\n");
  return !difference || write_text (path, is, strlen (is), error);
}

/* --- the text --- */

/* Where two points that are told apart measured different things, none of them can be blessed. */
static gboolean
is_ambiguous (const TestFile *file, const ExpectVerdict *verdict)
{
  for (guint i = 0; i < file->verdicts->len; i++)
    {
      const ExpectVerdict *other = file->verdicts->pdata[i];
      if (other->bless && other->blessed_at.offset == verdict->blessed_at.offset && !g_str_equal (other->bless, verdict->bless))
        return TRUE;
    }
  return FALSE;
}

/* A string of the file's: where it stands, quotes included, what it is and what it becomes. All borrowed. */
typedef struct
{
  TextSpan at;
  const char *was, *is;
} Replacement;

static gboolean
replace (GString *text, const Replacement *replacement, const char *path, GError **error)
{
  TextSpan at = replacement->at;
  g_autofree char *was = g_strdup_printf ("\"%s\"", replacement->was), *is = g_strdup_printf ("\"%s\"", replacement->is);
  if (at.offset + at.length > text->len || at.length != strlen (was) || memcmp (text->str + at.offset, was, at.length) != 0)
    {
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_RUN, "%s: has changed meanwhile; nothing is blessed", path);
      return FALSE;
    }
  g_string_erase (text, at.offset, at.length);
  g_string_insert (text, at.offset, is);
  return TRUE;
}

static int
by_place (gconstpointer a, gconstpointer b)
{
  const Replacement *left = a, *right = b;
  return (left->at.offset > right->at.offset) - (left->at.offset < right->at.offset);
}

/* What @verdicts put into the text, in its order; points that share a fingerprint say the same of it. (transfer full) */
static GArray *
replacements (const GPtrArray *verdicts)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (Replacement));
  for (guint i = 0; i < verdicts->len; i++)
    {
      const ExpectVerdict *verdict = verdicts->pdata[i];
      Replacement found = { verdict->blessed_at, verdict->expected, verdict->bless };
      Replacement core = { verdict->core_at, verdict->core_was, verdict->core };
      g_array_append_val (all, found);
      if (verdict->core)
        g_array_append_val (all, core);
    }
  g_array_sort (all, by_place);
  return all;
}

static guint
first_run (const TestFile *file, guint configuration)
{
  guint index = 0;
  while (test_file_configuration (file, index) != configuration)
    index++;
  return index;
}

/* The events of one run are looked at once, whichever of its fingerprints changed. */
static gboolean
announce (const TestFile *file, const GPtrArray *verdicts, const RunChoices *choices, GError **error)
{
  guint seen = G_MAXUINT;
  for (guint i = 0; i < verdicts->len; i++)
    {
      const ExpectVerdict *verdict = verdicts->pdata[i];
      g_autofree char *name = printable (verdict->name), *was = printable (verdict->expected);
      printf ("# %s: %s -> %s\n", name, *was ? was : "\"\"", verdict->bless);
      if (verdict->configuration != seen && !renew_golden (file, first_run (file, verdict->configuration), choices, error))
        return FALSE;
      seen = verdict->configuration;
    }
  return TRUE;
}

/* Those that can be blessed. (transfer container) */
static GPtrArray *
to_bless (const TestFile *file)
{
  GPtrArray *found = g_ptr_array_new ();
  for (guint i = 0; i < file->verdicts->len; i++)
    {
      ExpectVerdict *verdict = file->verdicts->pdata[i];
      if (verdict->passed || !verdict->bless)
        continue;
      if (is_ambiguous (file, verdict))
        {
          g_autofree char *name = printable (verdict->name);
          printf ("# %s: not blessed, for other points measured otherwise: tell them apart with \"when\"\n", name);
        }
      else
        g_ptr_array_add (found, verdict);
    }
  return found;
}

static gboolean
rewrite (const TestFile *file, const GPtrArray *verdicts, GError **error)
{
  gsize n, before = G_MAXSIZE;
  g_autofree char *read = file_read (file->path, TEXT_MAX, &n, error);
  if (!read)
    return FALSE;
  g_autoptr (GString) text = g_string_new_len (read, n);
  g_autoptr (GArray) all = replacements (verdicts);
  for (guint i = all->len; i-- > 0;)
    {
      const Replacement *replacement = &g_array_index (all, Replacement, i);
      if (replacement->at.offset == before)
        continue;
      before = replacement->at.offset;
      if (!replace (text, replacement, file->path, error))
        return FALSE;
    }
  return write_text (file->path, text->str, text->len, error);
}

gboolean
bless_file (TestFile *file, const RunChoices *choices, GError **error)
{
  g_autoptr (GPtrArray) verdicts = to_bless (file);
  if (verdicts->len == 0)
    return TRUE;
  if (!announce (file, verdicts, choices, error) || !rewrite (file, verdicts, error))
    return FALSE;
  for (guint i = 0; i < verdicts->len; i++)
    {
      ExpectVerdict *verdict = verdicts->pdata[i];
      verdict->passed = TRUE;
    }
  return TRUE;
}
