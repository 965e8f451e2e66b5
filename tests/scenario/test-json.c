#include "scenario/diagnostics.h"
#include "test-scenario.h"

/* After the cases of Seriot's JSONTestSuite. */
static const char *const accepted[] = {
  "[]",
  "{}",
  " [ ] \n",
  "[[]   ]",
  "[\"\"]",
  "\"\"",
  "42",
  "-0.1",
  "null",
  "true",
  "[0e1]",
  "[0e+1]",
  "[1E22]",
  "[1E-2]",
  "[1e+2]",
  "[-0]",
  "[-1]",
  "[123.456e78]",
  "[1.0]",
  "[20e1]",
  "{\"\":0}",
  "{\"a\":[]}",
  "{\"foo\\u0062ar\": 42}",
  "[\"\\u0060\\u012a\\u12AB\"]",
  "[\"\\uD801\\udc37\"]",
  "[\"\\ud83d\\ude39\\ud83d\\udc8d\"]",
  "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]",
  "[\"\\\\u0000\"]",
  "[\"a/*b*/c/*d//e\"]",
  "[\"\\u0012\"]",
  "[\"\\uFFFF\"]",
  "[\"\xe2\x82\xac\xf0\x9d\x84\x9e\"]",
  "[\"\x7f\"]",
  "[\" \"]",
  "{\"a\":\"b\",\"A\":\"c\"}",
  "[1,null,2]",
  "\t\r\n[\n1\n]\r",
  "[1e-400]",
};

typedef struct
{
  const char *text;
  guint line, column;
  const char *says;
} Rejected;

static const Rejected rejected[] = {
  { "", 1, 1, "expected a value" },
  { "  ", 1, 3, "found the end of the text" },
  { "[", 1, 2, "found the end of the text" },
  { "[1", 1, 3, "expected \",\" or \"]\"" },
  { "[1 true]", 1, 4, "expected \",\" or \"]\", found \"true\"" },
  { "[1,]", 1, 4, "expected a value after the comma" },
  { "[,1]", 1, 2, "expected a value" },
  { "[1,,2]", 1, 4, "expected a value" },
  { "[]]", 1, 3, "expected the end of the text" },
  { "{\"a\":1}x", 1, 8, "expected the end of the text, found \"x\"" },
  { "[3[4]]", 1, 3, "expected \",\" or \"]\"" },
  { "[fals]", 1, 2, "found \"fals\"" },
  { "[True]", 1, 2, "found \"True\"" },
  { "[NaN]", 1, 2, "found \"NaN\"" },
  { "[Infinity]", 1, 2, "found \"Infinity\"" },
  { "[+1]", 1, 2, "found \"+\"" },
  { "[-]", 1, 3, "expected a digit" },
  { "[-NaN]", 1, 3, "expected a digit" },
  { "[.5]", 1, 2, "found \".\"" },
  { "[1.]", 1, 4, "expected a digit after the decimal point" },
  { "[1.e1]", 1, 4, "expected a digit after the decimal point" },
  { "[1e]", 1, 4, "expected a digit of the exponent" },
  { "[1e+]", 1, 5, "expected a digit of the exponent" },
  { "[012]", 1, 2, "without a leading 0" },
  { "[-012]", 1, 3, "without a leading 0" },
  { "[0x42]", 1, 3, "found \"x42\"" },
  { "[1_000]", 1, 3, "found \"_\"" },
  { "[1e999]", 1, 2, "too large" },
  { "[1000000000000000000000000000000000000000000000000000000000000000]", 1, 2, "more than 63 characters" },
  { "{\"a\"}", 1, 5, "expected \":\" after the key" },
  { "{\"a\":}", 1, 6, "expected a value" },
  { "{\"a\" 1}", 1, 6, "expected \":\"" },
  { "{\"a\":1,}", 1, 8, "expected a key in double quotes after the comma, found \"}\"" },
  { "{,}", 1, 2, "expected a key in double quotes or \"}\"" },
  { "{a:1}", 1, 2, "found \"a\"" },
  { "{1:1}", 1, 2, "expected a key" },
  { "{'a':1}", 1, 2, "strings stand in double quotes" },
  { "['a']", 1, 2, "strings stand in double quotes" },
  { "{\"a\":1\n \"b\":2}", 2, 2, "expected \",\" or \"}\", found a string" },
  { "{\"a\":1", 1, 7, "found the end of the text" },
  { "{} // why", 1, 4, "JSON has no comments" },
  { "[1 /* why */]", 1, 4, "JSON has no comments" },
  { "[\"a", 1, 4, "closing double quote before the end of the text" },
  { "[\"a\n\"]", 1, 4, "closing double quote before the end of the line" },
  { "[\"a\tb\"]", 1, 4, "U+0009" },
  { "[\"\\x\"]", 1, 4, "after a backslash" },
  { "[\"\\u00A\"]", 1, 8, "four hexadecimal digits" },
  { "[\"\\u0000\"]", 1, 3, "\\u0000 is not allowed" },
  { "[\"\\uD800\"]", 1, 3, "surrogates" },
  { "[\"\\uDC00x\"]", 1, 3, "surrogates" },
  { "[\"\\uD800\\u0041\"]", 1, 3, "surrogates" },
  { "[\"\xff\"]", 1, 3, "not UTF-8" },
  { "[\"\xc0\xaf\"]", 1, 3, "not UTF-8" },
  { "[\"\xed\xa0\x80\"]", 1, 3, "not UTF-8" },
  { "\xef\xbb\xbf{}", 1, 1, "byte order mark" },
  { "[\"\xc3\xa4\", x]", 1, 7, "found \"x\"" },
  { "[\n\f]", 2, 1, "control character U+000C" },
  { "*", 1, 1, "found \"*\"" },
};

static char *
scan (const char *text, gsize n, guint *errors)
{
  g_autoptr (Diagnostics) d = diagnostics_new ();
  g_autoptr (JsonText) json = json_text_new ("t", text, n, d);
  g_assert_true ((json == NULL) == (diagnostics_errors (d) > 0));
  *errors = diagnostics_errors (d);
  return diagnostics_text (d, FALSE);
}

/* The tree is the one that cJSON's own parser makes of the same text. */
static void
test_accepted (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      g_autoptr (Diagnostics) d = diagnostics_new ();
      g_autoptr (JsonText) json = json_text_new ("t", accepted[i], strlen (accepted[i]), d);
      g_assert_cmpuint (diagnostics_errors (d), ==, 0);
      g_assert_nonnull (json);
      cJSON *wanted = cJSON_Parse (accepted[i]);
      char *printed = json ? cJSON_PrintUnformatted (json_text_root (json)) : NULL, *expected = cJSON_PrintUnformatted (wanted);
      g_assert_cmpstr (printed, ==, expected);
      g_assert_true (cJSON_Compare (json_text_root (json), wanted, TRUE));
      cJSON_free (printed);
      cJSON_free (expected);
      cJSON_Delete (wanted);
    }
}

static void
test_rejected (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rejected); i++)
    {
      guint errors;
      g_autofree char *said = scan (rejected[i].text, strlen (rejected[i].text), &errors);
      g_autofree char *place = g_strdup_printf ("t:%u:%u: error: ", rejected[i].line, rejected[i].column);
      g_auto (GStrv) lines = g_strsplit (said, "\n", 2);
      g_assert_cmpuint (errors, ==, 1);
      if (!g_str_has_prefix (lines[0], place) || !strstr (lines[0], rejected[i].says))
        g_test_message ("%s said: %s", rejected[i].text, lines[0]);
      g_assert_true (g_str_has_prefix (lines[0], place));
      g_assert_nonnull (strstr (lines[0], rejected[i].says));
    }
}

static void
test_nul_byte (void)
{
  guint errors;
  g_autofree char *said = scan ("[1,\0 2]", 7, &errors);
  g_assert_true (g_str_has_prefix (said, "t:1:4: error: expected text in UTF-8, found a NUL byte"));
}

/* 100 levels pass, 101 do not; 100,000 do not either, and no stack is lost over them. */
static void
test_depth (void)
{
  for (guint depth = 100; depth <= 100000; depth = depth == 100 ? 101 : depth == 101 ? 100000 : 100001)
    {
      g_autofree char *text = g_strnfill (2 * depth, '[');
      memset (text + depth, ']', depth);
      guint errors;
      g_autofree char *said = scan (text, 2 * depth, &errors);
      g_assert_cmpuint (errors, ==, depth > 100);
      if (depth > 100)
        g_assert_true (g_str_has_prefix (said, "t:1:101: error: "));
    }
}

/* A key that stands twice is a mistake, told with both places, but the text is still read. */
static void
test_duplicates (void)
{
  static const char text[] = "{\"a\": {\n \"b\": 1,\n \"\\u0062\": 2}}";
  g_autoptr (Diagnostics) d = diagnostics_new ();
  g_autoptr (JsonText) json = json_text_new ("t", text, strlen (text), d);
  g_assert_nonnull (json);
  g_autofree char *said = diagnostics_text (d, FALSE);
  g_assert_cmpstr (said, ==,
                   "t:3:2: error: /a: the key \"b\" stands twice in this object\n"
                   "     \"\\u0062\": 2}}\n"
                   "     ^~~~~~~~\n"
                   "t:2:2: note: /a: it stands here first\n"
                   "     \"b\": 1,\n"
                   "     ^~~\n");
}

/* Places and pointers of every node, in the tree's order: "~" and "/" in keys are escaped as ~0 and ~1. */
static void
test_places (void)
{
  static const char text[] = "{ \"a/b\": [10, {\"~\": \"ä\"}],\n  \"c\": null }";
  static const struct
  {
    const char *pointer;
    guint line, column, key_line, key_column;
    gsize length;
  } expected[] = {
    { "", 1, 1, 1, 1, 41 },          { "/a~1b", 1, 10, 1, 3, 17 },      { "/a~1b/0", 1, 11, 1, 11, 2 },
    { "/a~1b/1", 1, 15, 1, 15, 11 }, { "/a~1b/1/~0", 1, 21, 1, 16, 4 }, { "/c", 2, 8, 2, 3, 4 },
  };
  g_autoptr (Diagnostics) d = diagnostics_new ();
  g_autoptr (JsonText) json = json_text_new ("t", text, strlen (text), d);
  const cJSON *root = json_text_root (json), *list = root->child;
  const cJSON *nodes[] = { root, list, list->child, list->child->next, list->child->next->child, list->next };
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      TextSpan value = json_text_value (json, nodes[i]), key = json_text_key (json, nodes[i]);
      g_autofree char *pointer = json_text_pointer (json, nodes[i]);
      g_assert_cmpstr (pointer, ==, expected[i].pointer);
      g_assert_cmpuint (value.line, ==, expected[i].line);
      g_assert_cmpuint (value.column, ==, expected[i].column);
      g_assert_cmpuint (value.length, ==, expected[i].length);
      g_assert_cmpuint (key.line, ==, expected[i].key_line);
      g_assert_cmpuint (key.column, ==, expected[i].key_column);
    }
  g_autofree char *source = json_text_source (json, json_text_value (json, list->child));
  g_assert_cmpstr (source, ==, "10");
}

void
add_json_tests (void)
{
  g_test_add_func ("/scenario/json/accepted", test_accepted);
  g_test_add_func ("/scenario/json/rejected", test_rejected);
  g_test_add_func ("/scenario/json/nul-byte", test_nul_byte);
  g_test_add_func ("/scenario/json/depth", test_depth);
  g_test_add_func ("/scenario/json/duplicates", test_duplicates);
  g_test_add_func ("/scenario/json/places", test_places);
}
