/* Prose for people, broken at words. */
#pragma once

#include <glib.h>
#include <stdio.h>

#define WIDTH_UNLIMITED G_MAXUINT /* of lines that go to no terminal */

/** Prints @text, one line, and ends it. Its first line follows what @begun columns have been printed of already; where the next
 * word would pass @width, a new line begins at column @indent. */
void wrap_print (FILE *to, const char *text, guint begun, guint indent, guint width);
