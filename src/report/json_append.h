/* JSON text written piece by piece: cJSON would not keep all the digits, and a trace is too large for a tree. */
#pragma once

#include <glib.h>

/** @text (UTF-8) as a quoted JSON string. */
void json_append_string (GString *to, const char *text);
/** All the digits; null for NaN and infinities. */
void json_append_number (GString *to, double value);
