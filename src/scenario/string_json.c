#include "scenario/string_json.h"

#include "base/escape.h"

char *
string_json (const char *text)
{
  return escaped (escape_json, text);
}
