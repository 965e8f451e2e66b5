#include "base/json_writer.h"

#include "base/digits.h"
#include "base/escape.h"
#include "base/units.h"

#define INDENT 2

static void
new_line (JsonWriter *json)
{
  g_string_append_printf (json->to, "\n%*s", (int)(INDENT * json->depth), "");
}

/* What stands between what is written and the next thing in the innermost. */
static void
separate (JsonWriter *json)
{
  gboolean begun = json->open[json->depth - 1].begun;
  JsonLayout layout = json->open[json->depth - 1].layout;
  json->open[json->depth - 1].begun = TRUE;
  if (begun)
    g_string_append_c (json->to, ',');
  if (layout == JSON_LINES)
    new_line (json);
  else if (layout == JSON_ROWS)
    g_string_append_c (json->to, '\n');
  else if (layout == JSON_SPACED)
    g_string_append_c (json->to, ' ');
}

/* All that comes before a value. */
static void
begin (JsonWriter *json, const char *name)
{
  if (json->depth == 0)
    return;
  separate (json);
  if (!name)
    return;
  escape_json (json->to, name);
  g_string_append_c (json->to, ':');
  if (json->open[json->depth - 1].layout <= JSON_SPACED)
    g_string_append_c (json->to, ' ');
}

static void
open_one (JsonWriter *json, const char *name, JsonLayout layout, char open, char close)
{
  begin (json, name);
  g_string_append_c (json->to, open);
  g_assert (json->depth < JSON_DEPTH);
  json->open[json->depth].layout = layout;
  json->open[json->depth].close = close;
  json->open[json->depth++].begun = FALSE;
}

void
json_object (JsonWriter *json, const char *name, JsonLayout layout)
{
  open_one (json, name, layout, '{', '}');
}

void
json_list (JsonWriter *json, const char *name, JsonLayout layout)
{
  open_one (json, name, layout, '[', ']');
}

void
json_close (JsonWriter *json)
{
  g_assert (json->depth > 0);
  json->depth--;
  if (json->open[json->depth].begun)
    switch (json->open[json->depth].layout)
      {
      case JSON_LINES:
        new_line (json);
        break;
      case JSON_SPACED:
        g_string_append_c (json->to, ' ');
        break;
      case JSON_PACKED:
        break;
      case JSON_ROWS:
        g_string_append_c (json->to, '\n');
        break;
      }
  g_string_append_c (json->to, json->open[json->depth].close);
}

void
json_text (JsonWriter *json, const char *name, const char *text)
{
  begin (json, name);
  if (text)
    escape_json (json->to, text);
  else
    g_string_append (json->to, "null");
}

void
json_number (JsonWriter *json, const char *name, double value)
{
  char digits[32];
  json_verbatim (json, name, number_format (value, digits));
}

void
json_count (JsonWriter *json, const char *name, guint64 value)
{
  begin (json, name);
  digits_append (json->to, value);
}

void
json_boolean (JsonWriter *json, const char *name, gboolean value)
{
  json_verbatim (json, name, value ? "true" : "false");
}

void
json_verbatim (JsonWriter *json, const char *name, const char *text)
{
  begin (json, name);
  g_string_append (json->to, text);
}
