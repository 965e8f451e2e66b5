#include "scenario/diagnostics.h"
#include "test-scenario.h"

static const char file_text[] = "{\n\t\"ärger\": 0,\n  \"b\": \"10 ms\"\n}\n";

static TextSpan
place_of (JsonText *text, const char *key)
{
  return json_text_value (text, cJSON_GetObjectItemCaseSensitive (json_text_root (text), key));
}

/* Added in the wrong order, printed in the text's; the caret stands under the value, tabs stay tabs, a note follows its error. */
static void
test_order_and_carets (void)
{
  g_autoptr (Diagnostics) d = diagnostics_new ();
  g_autoptr (JsonText) text = json_text_new ("x.json", file_text, strlen (file_text), d);
  TextSpan none = { 0 };
  diagnostics_add (d, SEVERITY_ERROR, text, place_of (text, "b"), "/b", "a rate was expected");
  diagnostics_add (d, SEVERITY_CONTINUED, text, place_of (text, "ärger"), NULL, "because of this");
  diagnostics_add (d, SEVERITY_ERROR, text, place_of (text, "ärger"), "/ärger", "must be at least %d", 1);
  diagnostics_add (d, SEVERITY_ERROR, NULL, none, NULL, "no place");
  g_autofree char *out = diagnostics_text (d, FALSE);
  g_assert_cmpstr (out, ==,
                   "lockstep: error: no place\n"
                   "x.json:2:11: error: /ärger: must be at least 1\n"
                   "    \t\"ärger\": 0,\n"
                   "    \t         ^\n"
                   "x.json:3:8: error: /b: a rate was expected\n"
                   "      \"b\": \"10 ms\"\n"
                   "           ^~~~~~~\n"
                   "x.json:2:11: note: because of this\n"
                   "    \t\"ärger\": 0,\n"
                   "    \t         ^\n");
  g_assert_cmpuint (diagnostics_errors (d), ==, 3);
}

static void
test_override (void)
{
  g_autoptr (Diagnostics) d = diagnostics_new ();
  g_autoptr (JsonText) file = json_text_new ("x.json", file_text, strlen (file_text), d);
  g_autoptr (JsonText) over = json_text_new ("--set /a", "{\"c\": 7}", 8, d);
  g_autoptr (JsonText) plain = json_text_new ("--set /ärger", "0", 1, d);
  const cJSON *c = json_text_root (over)->child;
  g_autofree char *pointer = json_text_pointer (over, c);
  diagnostics_add (d, SEVERITY_ERROR, plain, json_text_value (plain, json_text_root (plain)), "/ärger", "zero");
  diagnostics_add (d, SEVERITY_ERROR, over, json_text_value (over, c), pointer, "seven");
  diagnostics_add (d, SEVERITY_WARNING, file, place_of (file, "b"), "/b", "hm");
  g_autofree char *out = diagnostics_text (d, FALSE);
  g_assert_cmpstr (out, ==,
                   "x.json:3:8: warning: /b: hm\n"
                   "      \"b\": \"10 ms\"\n"
                   "           ^~~~~~~\n"
                   "--set /ärger: error: zero\n"
                   "--set /a: error: /a/c: seven\n"
                   "    {\"c\": 7}\n"
                   "          ^\n");
}

/* 23 mistakes, each said twice: 20 are shown, 3 counted. */
static void
test_at_most_twenty (void)
{
  g_autoptr (Diagnostics) d = diagnostics_new ();
  TextSpan none = { 0 };
  for (guint i = 0; i < 46; i++)
    diagnostics_add (d, SEVERITY_ERROR, NULL, none, NULL, "number %u", i / 2);
  g_autofree char *out = diagnostics_text (d, FALSE);
  g_assert_nonnull (strstr (out, "number 19\n"));
  g_assert_null (strstr (out, "number 20\n"));
  g_assert_true (g_str_has_suffix (out, "lockstep: … and 3 more errors\n"));
  g_assert_cmpuint (diagnostics_errors (d), ==, 23);
}

/* A minified file: a window of the line around the place. An escape sequence in a message does not reach the terminal. */
static void
test_long_line_and_control (void)
{
  g_autoptr (Diagnostics) d = diagnostics_new ();
  g_autoptr (GString) line = g_string_new ("[");
  for (guint i = 0; i < 500; i++)
    g_string_append (line, "1,");
  g_string_append (line, "77777]");
  g_autoptr (JsonText) text = json_text_new ("long.json", line->str, line->len, d);
  const cJSON *last = cJSON_GetArrayItem (json_text_root (text), 500);
  diagnostics_add (d, SEVERITY_ERROR, text, json_text_value (text, last), "/500", "\033[31mred");
  g_autofree char *out = diagnostics_text (d, FALSE);
  g_auto (GStrv) lines = g_strsplit (out, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "long.json:1:1002: error: /500: \\u001b[31mred");
  g_assert_cmpint (g_utf8_strlen (lines[1], -1), <, 140);
  const char *caret = strchr (lines[2], '^');
  g_assert_nonnull (caret);
  g_assert_cmpstr (caret, ==, "^~~~~");
  g_assert_true (g_str_has_prefix (g_utf8_offset_to_pointer (lines[1], g_utf8_strlen (lines[2], caret - lines[2])), "77777]"));
}

/* [7, 7, …]: any place of a long line, and the first and last few, shown as if the line had been cut around it by hand: at most
 * 60 characters before and 120 in all. Characters of two bytes are whole. */
static void
test_excerpt (void)
{
  g_autoptr (GString) json = g_string_new ("[7");
  for (guint i = 1; i < 700; i++)
    g_string_append (json, i % 3 ? ",\"é\"" : ",\"77\"");
  g_string_append_c (json, ']');
  g_autoptr (Diagnostics) none = diagnostics_new ();
  g_autoptr (JsonText) text = json_text_new ("x.json", json->str, json->len, none);
  glong length = g_utf8_strlen (json->str, -1);
  const cJSON *node;
  cJSON_ArrayForEach (node, json_text_root (text))
  {
    g_autoptr (Diagnostics) d = diagnostics_new ();
    TextSpan at = json_text_value (text, node);
    glong column = at.column - 1, first = column > 60 ? column - 60 : 0, last = MIN (length, first + 120);
    diagnostics_add (d, SEVERITY_ERROR, text, at, NULL, "here");
    g_autofree char *shown = g_utf8_substring (json->str, first, last), *out = diagnostics_text (d, FALSE);
    g_autofree char *line = g_strdup_printf ("    %s%s%s\n", first > 0 ? "…" : "", shown, last < length ? "…" : "");
    g_autofree char *caret = g_strdup_printf ("\n%*s^", (int)(4 + (first > 0) + column - first), "");
    g_assert_nonnull (strstr (out, line));
    g_assert_nonnull (strstr (out, caret));
  }
}

/* Mistakes beyond those that are shown cost next to nothing, in whatever order they come, and are counted; the notes of what is
 * not shown are not shown either. */
static void
test_many (void)
{
  g_autoptr (GString) json = g_string_new ("[7");
  for (guint i = 1; i < 20000; i++)
    g_string_append (json, ",7777777");
  g_string_append_c (json, ']');
  g_autoptr (Diagnostics) d = diagnostics_new ();
  g_autoptr (JsonText) text = json_text_new ("x.json", json->str, json->len, d);
  g_autofree const cJSON **nodes = g_new (const cJSON *, 20000);
  guint n = 0;
  const cJSON *node;
  cJSON_ArrayForEach (node, json_text_root (text)) nodes[n++] = node;
  for (guint i = 0; i < n; i++)
    {
      guint k = i * 7919 % n;
      g_autofree char *pointer = json_text_pointer (text, nodes[k]);
      diagnostics_add (d, SEVERITY_ERROR, text, json_text_value (text, nodes[k]), pointer, "wrong");
      diagnostics_add (d, SEVERITY_CONTINUED, text, json_text_value (text, nodes[k]), pointer, "for a reason");
    }
  g_autofree char *out = diagnostics_text (d, FALSE);
  g_auto (GStrv) lines = g_strsplit (out, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 20 * 6 + 2);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *error = g_strdup_printf (": error: /%u: wrong", i),
                      *note = g_strdup_printf (": note: /%u: for a reason", i);
      g_assert_true (g_str_has_suffix (lines[6 * i], error));
      g_assert_true (g_str_has_suffix (lines[6 * i + 3], note));
    }
  g_assert_cmpstr (lines[120], ==, "lockstep: … and 19980 more errors");
  g_assert_cmpuint (diagnostics_errors (d), ==, 20000);
}

static void
test_nearest_word (void)
{
  static const char *const words[] = { "parameter-server", "ring", "tree", "bandwidth", "latency", NULL };
  g_assert_cmpstr (nearest_word ("bandwith", words), ==, "bandwidth");
  g_assert_cmpstr (nearest_word ("Ring", words), ==, "ring");
  g_assert_cmpstr (nearest_word ("rnig", words), ==, "ring");
  g_assert_cmpstr (nearest_word ("paramter-sever", words), ==, "parameter-server");
  g_assert_cmpstr (nearest_word ("gossip", words), ==, NULL);
  g_assert_cmpstr (nearest_word ("", words), ==, NULL);
}

void
add_diagnostics_tests (void)
{
  g_test_add_func ("/scenario/diagnostics/order-and-carets", test_order_and_carets);
  g_test_add_func ("/scenario/diagnostics/override", test_override);
  g_test_add_func ("/scenario/diagnostics/at-most-twenty", test_at_most_twenty);
  g_test_add_func ("/scenario/diagnostics/long-line-and-control", test_long_line_and_control);
  g_test_add_func ("/scenario/diagnostics/excerpt", test_excerpt);
  g_test_add_func ("/scenario/diagnostics/many", test_many);
  g_test_add_func ("/scenario/diagnostics/nearest-word", test_nearest_word);
}
