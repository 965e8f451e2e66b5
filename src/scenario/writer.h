/* Settings as JSON text, along the table of keys. */
#pragma once

#include "scenario/keys.h"
#include "scenario/string_json.h"

#define JSON_INDENT 2

/* All (transfer full). */
char *integers_json (const gint64 *values, guint n);
/** The object @object, of rows, as @base holds it, its closing brace at @indent; NULL when nothing in it is to be shown. */
char *object_json (const char *object, gconstpointer base, guint indent);
/** One row's value; NULL: absent. */
char *key_json (const Key *key, gconstpointer base, guint indent);
/** One knob's value, the closing brace of an object at @indent; NULL: absent. */
char *knob_json (const Knobs *knobs, const Knob *knob, guint indent);
/** The default; NULL: none. */
char *key_default_json (const Key *key);
char *knob_default_json (const Knob *knob);
