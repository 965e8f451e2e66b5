/* Strings as JSON writes them. */
#pragma once

#include <glib.h>

/** @text, in quotes and escaped. (transfer full) */
char *string_json (const char *text);
