/* A field of a CSV file (RFC 4180). */
#pragma once

#include <glib.h>

/** @text, in quotes where it holds a comma, a quote or a line's end. */
void csv_append_field (GString *csv, const char *text);
