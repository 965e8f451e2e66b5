/* Whether anything is left to happen, and whom a run that stands still waits for.
 *
 * What comes again and again by itself (a node's period, evaluations by the clock, the end by the clock) is in the background: it
 * does not count as life. When nothing else is pending the run stands still, and it is a deadlock once every period that was
 * pending then has ended and brought nothing about.
 */
#pragma once

#include "training/protocol.h"

typedef struct
{
  guint background;     /* pending events that are no life */
  guint unheard;        /* … and periods among them that were begun before the run stood still */
  guint periods;        /* … of nodes at all */
  guint32 stand;        /* how often the run has come to stand still */
  gboolean stands;
} Stall;

/** A period begins; the result is handed back when it ends. */
guint32 stall_begin_background (Training *t);
void stall_end_background (Training *t, guint32 begun);
/** Whether anything is pending but what is in the background; a link that changes again and again may free what is on the wire. */
gboolean stall_is_alive (const Training *t);
/** Asked before every event: TRUE when the run is in a deadlock, of which it has failed. */
gboolean stall_check (Training *t);
/** The run fails of a deadlock, which says who waits for whom and who is down. */
void stall_fail (Training *t);
