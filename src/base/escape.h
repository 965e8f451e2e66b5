/* A text in each language that lockstep writes.
 *
 * A name, a description, the value of an axis or a file's name may hold anything. Whatever of them goes out goes through the
 * function of its language here, so that it can neither end the string that it stands in nor begin a command, a line or a
 * terminal's sequence of its own. Each takes any bytes; what is not UTF-8 becomes U+FFFD, and so does what the language cannot
 * hold.
 */
#pragma once

#include <glib.h>

/** Appends @text. */
typedef void (*Escaper) (GString *to, const char *text);

/** In double quotes, for a script or a data file of gnuplot; one line. */
void escape_gnuplot (GString *to, const char *text);
/** The same for a label of `set xtics (…)`, which gnuplot takes for a format. */
void escape_gnuplot_tic (GString *to, const char *text);
/** A field of a CSV file (RFC 4180), in quotes where it needs them. */
void escape_csv (GString *to, const char *text);
/** In quotes (RFC 8259); a string of YAML too. */
void escape_json (GString *to, const char *text);
/** The content of an XML element, or of an attribute in double quotes. */
void escape_xml (GString *to, const char *text);
/** What stands behind the number of a TAP line. */
void escape_tap (GString *to, const char *text);
/** One line on a terminal: control characters, and those that turn the direction of writing, are shown, not sent. */
void escape_terminal (GString *to, const char *text);

/** @text alone. (transfer full) */
char *escaped (Escaper escape, const char *text);
/** Each of @texts, which NULL ends. (transfer full) */
char **escaped_all (Escaper escape, char *const *texts);
/** escape_terminal, what the eye reads. (transfer full) */
char *printable (const char *text);
