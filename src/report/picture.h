/* Pictures, drawn by gnuplot.
 *
 * A picture NAME is scripts of plots/, which know what it looks like, settings, which the caller gives (titles, sizes, ranges),
 * and data files. NAME.gp in the folder of results is all of them in one: `gnuplot NAME.gp` inside the folder draws NAME.svg
 * again.
 */
#pragma once

#include <glib.h>

/** Writes @text to @dir/@name, whole or not at all. LOCKSTEP_ERROR_RUN. */
gboolean picture_write_data (const char *dir, const char *name, const GString *text, GError **error);

/** Appends `name = 'text'` as gnuplot reads it back. */
void picture_set_text (GString *settings, const char *name, const char *text);
/** Appends `name = value`, all digits. */
void picture_set_number (GString *settings, const char *name, double value);

/** Writes @dir/@name.gp, made of @settings and @scripts (names in plots/ without ".gp", NULL-terminated), and draws
 * @dir/@name.svg. When it cannot be drawn (no gnuplot, no script, gnuplot complains or does not finish it) a line is appended to
 * @note (a text that may be NULL) and that is no failure. LOCKSTEP_ERROR_RUN when the script cannot be written. */
gboolean picture_draw (const char *dir, const char *name, const char *const *scripts, const GString *settings, char **note,
                       GError **error);

/** Appends a line to *@note, a text that may be NULL. */
void picture_add_note (char **note, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* A unit that makes a number of seconds readable. */
typedef struct
{
  const char *name; /* "ms" */
  double per_s;     /* 1000 */
} TimeUnit;

TimeUnit time_unit_for (double seconds);
