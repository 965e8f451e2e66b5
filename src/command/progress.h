/* A line on the terminal, standard error, that says how far the work is: a bar, words, and about how long it will still take.
 *
 * It never takes more than one line of the terminal, however narrow that is, and is drawn over by the next.
 */
#pragma once

#include <glib.h>

typedef struct
{
  gint64 begin_us; /* when the work that counts began; 0: progress_start was not called, and nothing is shown */
  double from;     /* the share that was done by then */
} Progress;

/** Begins, where standard error is a terminal and not @quiet. @from: the share done already. */
void progress_start (Progress *progress, gboolean quiet, double from);
/** @share of the work, 0 to 1, is done. */
void progress_show (const Progress *progress, double share, const char *format, ...) G_GNUC_PRINTF (3, 4);
/** Takes the line away: before other words, and at the end. */
void progress_clear (const Progress *progress);
