#include "command/test_report.h"

#include "base/escape.h"
#include "base/file.h"

/* One test as both reports tell it. */
typedef struct
{
  const char *name;
  const ExpectVerdict *verdict;            /* NULL: it only had to run */
  const char *expected, *measured, *where; /* of the verdict */
  const char *failure;                     /* of its run; NULL: it ran */
  gboolean passed;
  ExitStatus status;
} TestCase;

static TestCase
test_case (const TestFile *file, guint i)
{
  if (!file->scenario)
    return (TestCase){ file->name, .failure = "cannot be read as a scenario: standard error says why", .status = EXIT_INPUT };
  if (file->verdicts->len == 0)
    {
      const TestRun *run = test_file_failed_run (file, 0);
      for (guint k = 0; !run && k < file->n_runs; k++)
        run = file->runs[k].failure ? &file->runs[k] : NULL;
      return (TestCase){ file->name, .failure = run ? run->failure : NULL, .passed = !run,
                         .status = run ? run->status : EXIT_DONE };
    }
  const ExpectVerdict *verdict = file->verdicts->pdata[i];
  const TestRun *run = verdict->passed ? NULL : test_file_failed_run (file, verdict->configuration);
  return (TestCase){ verdict->name,
                     verdict,
                     verdict->expected,
                     verdict->measured,
                     verdict->where,
                     run ? run->failure : NULL,
                     verdict->passed,
                     verdict->passed ? EXIT_DONE
                     : run           ? run->status
                                     : EXIT_EXPECTATION };
}

guint
test_report_n_tests (const TestFile *file)
{
  guint n = file->verdicts ? file->verdicts->len : test_file_n_verdicts (file);
  return MAX (n, 1);
}

/* --- TAP --- */

void
test_report_plan (guint n_tests)
{
  printf ("TAP version 13\n1..%u\n", n_tests);
}

/* A quoted JSON string is a YAML one too. */
static void
print_field (const char *name, const char *text)
{
  g_autofree char *quoted = text ? escaped (escape_json, text) : NULL;
  if (quoted)
    printf ("  %s: %s\n", name, quoted);
}

static void
print_block (const TestCase *test)
{
  const ExpectVerdict *verdict = test->verdict;
  puts ("  ---");
  print_field ("failed", test->failure);
  print_field ("description", verdict ? verdict->description : NULL);
  print_field ("source", verdict ? verdict->source : NULL);
  print_field ("expected", test->expected);
  print_field ("actual", test->measured);
  print_field ("held", verdict ? verdict->held : NULL);
  if (verdict && verdict->bless && !*verdict->expected)
    print_field ("hint", "lockstep test --update fills it in");
  print_field ("at", test->where);
  puts ("  ...");
}

static void
print_line (const TestCase *test, guint number)
{
  g_autofree char *name = escaped (escape_tap, test->name);
  g_autofree char *measured = test->measured && !test->failure ? escaped (escape_tap, test->measured) : NULL;
  printf ("%s %u - %s", test->passed ? "ok" : "not ok", number, name);
  g_autofree char *skipped = test->verdict && test->verdict->skipped ? escaped (escape_tap, test->verdict->skipped) : NULL;
  if (skipped)
    printf (" # SKIP %s", skipped);
  else if (measured)
    printf (" (measured %s)", measured);
  putchar ('\n');
  if (!test->passed)
    print_block (test);
}

int
test_report_tap (const TestFile *file, guint first)
{
  int status = EXIT_DONE;
  guint n = test_report_n_tests (file);
  for (guint i = 0; i < n; i++)
    {
      TestCase test = test_case (file, i);
      print_line (&test, first + i);
      status = MAX (status, (int)test.status);
    }
  fflush (stdout);
  return status;
}

void
test_report_summary (const GPtrArray *files)
{
  guint n = 0, failed = 0, skipped = 0;
  for (guint f = 0; f < files->len; f++)
    for (guint i = 0; i < test_report_n_tests (files->pdata[f]); i++, n++)
      {
        TestCase test = test_case (files->pdata[f], i);
        failed += !test.passed;
        skipped += test.verdict && test.verdict->skipped;
      }
  printf ("# %u test%s: %u passed, %u failed, %u skipped\n", n, n == 1 ? "" : "s", n - failed - skipped, failed, skipped);
}

/* --- JUnit --- */

/* @format's %s are texts, which are escaped: all are const char *. */
static void G_GNUC_PRINTF (2, 3)
append_xml (GString *xml, const char *format, ...)
{
  va_list texts;
  va_start (texts, format);
  for (const char *p; (p = strstr (format, "%s")); format = p + strlen ("%s"))
    {
      g_string_append_len (xml, format, p - format);
      escape_xml (xml, va_arg (texts, const char *));
    }
  va_end (texts);
  g_string_append (xml, format);
}

static void
append_case (GString *xml, const TestFile *file, const TestCase *test)
{
  append_xml (xml, "    <testcase classname=\"%s\" name=\"%s\">\n", file->name, test->name);
  if (test->verdict && test->verdict->skipped)
    append_xml (xml, "      <skipped message=\"%s\"/>\n", test->verdict->skipped);
  else if (test->passed && test->measured)
    append_xml (xml, "      <system-out>measured %s</system-out>\n", test->measured);
  else if (test->failure)
    append_xml (xml, "      <error message=\"%s\">%s</error>\n", test->failure, test->where ? test->where : "");
  else if (!test->passed)
    append_xml (xml, "      <failure message=\"expected %s, measured %s\">%s</failure>\n", test->expected, test->measured,
                test->where);
  g_string_append (xml, "    </testcase>\n");
}

typedef struct
{
  guint tests, failures, errors;
  double wall_s;
} Counts;

static Counts
count (const TestFile *file)
{
  Counts counts = { .tests = test_report_n_tests (file) };
  for (guint i = 0; i < counts.tests; i++)
    {
      TestCase test = test_case (file, i);
      counts.errors += test.failure != NULL;
      counts.failures += !test.passed && !test.failure;
    }
  for (guint i = 0; i < file->n_runs; i++)
    counts.wall_s += file->runs[i].wall_s;
  return counts;
}

static void
append_suite (GString *xml, const TestFile *file)
{
  Counts counts = count (file);
  append_xml (xml, "  <testsuite name=\"%s\" file=\"%s\"", file->name, file->path);
  g_string_append_printf (xml, " tests=\"%u\" failures=\"%u\" errors=\"%u\" time=\"%.6f\">\n", counts.tests, counts.failures,
                          counts.errors, counts.wall_s);
  for (guint i = 0; i < counts.tests; i++)
    {
      TestCase test = test_case (file, i);
      append_case (xml, file, &test);
    }
  g_string_append (xml, "  </testsuite>\n");
}

/* @suites within their head, to the file. */
static gboolean
write_suites (const GString *suites, Counts sum, const char *path, GError **error)
{
  OutputFile *out = output_file_open (path, error);
  if (!out)
    return FALSE;
  fprintf (output_file_stream (out),
           "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<testsuites name=\"lockstep test\" tests=\"%u\" failures=\"%u\" errors=\"%u\" time=\"%.6f\">\n%s</testsuites>\n",
           sum.tests, sum.failures, sum.errors, sum.wall_s, suites->str);
  return output_file_commit (out, error);
}

gboolean
test_report_junit (const GPtrArray *files, const char *path, GError **error)
{
  g_autoptr (GString) suites = g_string_new (NULL);
  Counts sum = { 0 };
  for (guint i = 0; i < files->len; i++)
    {
      Counts one = count (files->pdata[i]);
      sum = (Counts){ sum.tests + one.tests, sum.failures + one.failures, sum.errors + one.errors, sum.wall_s + one.wall_s };
      append_suite (suites, files->pdata[i]);
    }
  return write_suites (suites, sum, path, error);
}

gboolean
test_report_junit_bail_out (const char *message, const char *path, GError **error)
{
  g_autoptr (GString) suites = g_string_new (NULL);
  append_xml (suites,
              "  <testsuite name=\"lockstep test\" tests=\"1\" failures=\"0\" errors=\"1\" time=\"0\">\n"
              "    <testcase classname=\"lockstep test\" name=\"all scenarios are run\">\n"
              "      <error message=\"%s\"></error>\n    </testcase>\n  </testsuite>\n",
              message);
  return write_suites (suites, (Counts){ .tests = 1, .errors = 1 }, path, error);
}
