/* The picture of who did what when: rows of boxes, a row for a worker or server.
 *
 * What overlaps within a row (a server's many pushes, a ring's sending and receiving) shares its height, as appointments in a
 * calendar do. Shown are the first workers, all that a page can hold, and so much of the beginning that single iterations can be
 * told apart. Several runs can be put under one another, on one time axis.
 *
 * Lifecycle: timeline_picture_new → timeline_picture_add for each run → settings, data → free.
 */
#pragma once

#include "report/timeline_rows.h"

typedef struct _TimelinePicture TimelinePicture;

/** @from, @until: the ends of the time axis. @max_workers: of each run. */
TimelinePicture *timeline_picture_new (SimTime from, SimTime until, guint max_workers);
void timeline_picture_free (TimelinePicture *picture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TimelinePicture, timeline_picture_free)

/** Puts @rows below what is there. @heading: above them, or NULL. @record: for message arrows where they can be read, the
 * outline of one iteration's critical path, and marks at instants (crashes, and what else went wrong), or NULL. */
void timeline_picture_add (TimelinePicture *picture, const char *heading, const TimelineRows *rows, const Record *record);

/** "8 workers" or "the first 16 of 64 workers". (transfer full) */
char *timeline_picture_shown (const TimelinePicture *picture, const TimelineRows *rows);
/** Appends gnuplot settings: kinds, rows and their names, height, the time axis and its unit. */
void timeline_picture_settings (const TimelinePicture *picture, GString *settings);
/** The data file: an index a kind (x0 x1 y0 y1), then arrows, labels and marks. (transfer full) */
GString *timeline_picture_data (const TimelinePicture *picture);
