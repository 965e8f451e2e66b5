/* JSON written piece by piece, and the digits that it is written with. */
#include <math.h>

#include "base/digits.h"
#include "base/json_writer.h"
#include "test-base.h"

static void
put_some (JsonWriter *json, JsonLayout layout)
{
  json_object (json, NULL, layout);
  json_text (json, "a\"", "x\ny");
  json_list (json, "b", layout);
  json_number (json, NULL, 0.1 + 0.2);
  json_number (json, NULL, NAN);
  json_close (json);
  json_object (json, "c", layout);
  json_close (json);
  json_boolean (json, "d", TRUE);
  json_close (json);
}

static void
test_layouts (void)
{
  static const char *const wanted[] = {
    [JSON_LINES] = "{\n  \"a\\\"\": \"x\\u000ay\",\n  \"b\": [\n    0.30000000000000004,\n    null\n  ],\n  \"c\": {},\n"
                   "  \"d\": true\n}",
    [JSON_SPACED] = "{ \"a\\\"\": \"x\\u000ay\", \"b\": [ 0.30000000000000004, null ], \"c\": {}, \"d\": true }",
    [JSON_PACKED] = "{\"a\\\"\":\"x\\u000ay\",\"b\":[0.30000000000000004,null],\"c\":{},\"d\":true}",
    [JSON_ROWS] = "{\n\"a\\\"\":\"x\\u000ay\",\n\"b\":[\n0.30000000000000004,\nnull\n],\n\"c\":{},\n\"d\":true\n}",
  };
  for (JsonLayout layout = JSON_LINES; layout <= JSON_ROWS; layout++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      JsonWriter json = json_writer (text);
      put_some (&json, layout);
      g_assert_cmpstr (text->str, ==, wanted[layout]);
    }
}

static void
test_values (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  JsonWriter json = json_writer (text);
  json_list (&json, NULL, JSON_PACKED);
  json_text (&json, NULL, NULL);
  json_boolean (&json, NULL, TRUE);
  json_boolean (&json, NULL, FALSE);
  json_count (&json, NULL, G_MAXUINT64);
  json_verbatim (&json, NULL, "[7]");
  json_close (&json);
  g_assert_cmpstr (text->str, ==, "[null,true,false,18446744073709551615,[7]]");
}

static void
append_fixed (GString *to, guint64 n, guint decimals)
{
  char room[32];
  g_string_append_len (to, room, digits_write_fixed (room, n, decimals) - room);
}

/* As printf prints them. */
static void
test_digits (void)
{
  static const guint64 values[] = { 0, 1, 9, 10, 999, 1000, 1001, 999999999, 1000000000, 2385000000007, G_MAXINT64, G_MAXUINT64 };
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      guint64 n = values[i], milli = 1000, nano = 1000000000;
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *wanted = g_strdup_printf ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT ".%03" G_GUINT64_FORMAT
                                                 " %" G_GUINT64_FORMAT ".%09" G_GUINT64_FORMAT,
                                                 n, n / milli, n % milli, n / nano, n % nano);
      digits_append (text, n);
      g_string_append_c (text, ' ');
      append_fixed (text, n, 3);
      g_string_append_c (text, ' ');
      append_fixed (text, n, 9);
      g_assert_cmpstr (text->str, ==, wanted);
    }
}

void
json_writer_tests_add (void)
{
  g_test_add_func ("/base/json-writer/layouts", test_layouts);
  g_test_add_func ("/base/json-writer/values", test_values);
  g_test_add_func ("/base/json-writer/digits", test_digits);
}
