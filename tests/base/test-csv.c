/* The one reader of comma-separated values. */
#include <math.h>

#include "base/csv.h"
#include "base/error.h"
#include "base/escape.h"
#include "test-base.h"

/* The rows of @text as "line:cell|cell;" each, or the mistake. */
static char *
rows_of (const char *text, gboolean comments)
{
  g_autofree char *copy = g_strdup (text);
  g_autoptr (GError) error = NULL;
  g_auto (CsvReader) reader;
  GString *rows = g_string_new (NULL);
  csv_begin (&reader, copy, "t.csv");
  reader.comments = comments;
  while (csv_next (&reader, &error))
    {
      g_string_append_printf (rows, "%u:", reader.line);
      for (guint i = 0; i < reader.n_cells; i++)
        g_string_append_printf (rows, "%s%s", i > 0 ? "|" : "", reader.cells[i]);
      g_string_append_c (rows, ';');
    }
  if (error)
    g_string_append (rows, error->message);
  return g_string_free (rows, FALSE);
}

static void
check (const char *text, gboolean comments, const char *wanted)
{
  g_autofree char *rows = rows_of (text, comments);
  g_assert_cmpstr (rows, ==, wanted);
}

static void
test_rows (void)
{
  check ("", FALSE, "");
  check ("a,b\nc,d", FALSE, "1:a|b;2:c|d;");
  check ("a, b \r\n,\r\n", FALSE, "1:a| b ;2:|;");
  check ("\xef\xbb\xbf\n  \n7\n\n8\n", FALSE, "3:7;5:8;");
  check ("#a\n1\n#b", FALSE, "1:#a;2:1;3:#b;");
  check ("#a\n1\n#b", TRUE, "2:1;");
}

static void
test_quotes (void)
{
  check ("\"a,\"\"b\"\"\",c\n", FALSE, "1:a,\"b\"|c;");
  check ("\"one\ntwo\",\"\"\n3,4\n", FALSE, "1:one\ntwo|;3:3|4;");
  check ("x,y\"z\n", FALSE, "1:x|y\"z;");
  check ("1\n\"a\"b,c\n", FALSE, "1:1;t.csv:2: a comma or the end of the line is due behind closing quotes");
  check ("1\n2,\"a\n\n", FALSE, "1:1;t.csv:2: quotes do not close");
}

/* What escape_csv writes is read back, whatever it is. */
static void
test_round_trip (void)
{
  static const char *const texts[] = { "", "plain", "a,b", "\"", "\"\"", "a\nb\r\nc", ",", "'", "x\"y" };
  g_autoptr (GString) csv = g_string_new ("first");
  g_autoptr (GError) error = NULL;
  g_auto (CsvReader) reader;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_string_append_c (csv, ',');
      escape_csv (csv, texts[i]);
    }
  csv_begin (&reader, csv->str, "t.csv");
  g_assert_true (csv_next_of (&reader, G_N_ELEMENTS (texts) + 1, &error));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_cmpstr (reader.cells[i + 1], ==, texts[i]);
  g_assert_false (csv_next (&reader, &error));
  g_assert_no_error (error);
}

static void
test_count_of_cells (void)
{
  g_autofree char *text = g_strdup ("a,b\n1\n1,2,3\n");
  g_autoptr (GError) few = NULL, many = NULL, other = NULL;
  g_auto (CsvReader) reader;
  csv_begin (&reader, text, "t.csv");
  g_assert_true (csv_head (&reader, "a,b", NULL));
  g_assert_false (csv_next_of (&reader, 2, &few));
  g_assert_cmpstr (few->message, ==, "t.csv:2: has too few cells");
  g_assert_false (csv_next_of (&reader, 2, &many));
  g_assert_cmpstr (many->message, ==, "t.csv:3: has too many cells");
  g_assert_cmpuint (csv_column (&reader, 2), ==, 5);
  g_assert_false (csv_head (&reader, "a,b", &other));
  g_assert_error (other, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
}

static void
test_cells (void)
{
  guint64 count;
  gint64 ns;
  double number;
  g_assert_true (csv_count ("18446744073709551615", &count) && count == G_MAXUINT64);
  g_assert_true (csv_count ("", &count) && count == 0);
  g_assert_false (csv_count ("18446744073709551616", &count) || csv_count ("-1", &count) || csv_count ("1 ", &count));
  g_assert_true (csv_nanoseconds ("7.000000385", &ns) && ns == 7000000385);
  g_assert_false (csv_nanoseconds ("7.00385", &ns) || csv_nanoseconds ("9300000000.000000000", &ns));
  g_assert_true (csv_number (" -2.385e1 ", &number) && number == -23.85);
  g_assert_false (csv_number ("0x10", &number) || csv_number ("nan", &number) || csv_number ("inf", &number));
  g_assert_false (csv_number ("1e999", &number) || csv_number ("", &number) || csv_number ("1.5x", &number));
  g_assert_true (csv_number_or_none ("", &number) && isnan (number));
}

void
csv_tests_add (void)
{
  g_test_add_func ("/base/csv/rows", test_rows);
  g_test_add_func ("/base/csv/quotes", test_quotes);
  g_test_add_func ("/base/csv/round-trip", test_round_trip);
  g_test_add_func ("/base/csv/count-of-cells", test_count_of_cells);
  g_test_add_func ("/base/csv/cells", test_cells);
}
