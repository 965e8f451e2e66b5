/* A run that is advanced at once: its messages are reckoned instead of sent, as long as nobody else is on its links.
 *
 * Ranks enter and wait; the links that belong to an entered rank (roads.h) are claimed. When all have entered, the timetable of
 * the whole run is reckoned, and what is left are events at which ranks end. When anything else comes up before (somebody else's
 * message on a claimed link, a crash, a link that changes, the end of the run, an abort) the form is given up: what has happened
 * until then is replayed and put into the network, and the run goes on step by step (rank.c), as it would have without.
 *
 * Exact, to the nanosecond and the byte, for plans after whose last entry alone a rank can end. The order of events in one
 * instant may be another one.
 */
#pragma once

#include "collective/grid_times.h"
#include "collective/plan_state.h"

/** For a run that nobody has entered. NULL: it has to go step by step. */
Form *form_new (PlanRun *run);
/** No callback, no claim, no account is left open that its run's end does not close. */
void form_free (Form *form);
/** Rank @rank is ready now. May give up the form. */
void form_enter (PlanRun *run, guint rank);
/** The run goes on step by step from where it is now. */
void form_give_up (PlanRun *run);
/** Adds what the run has sent and received until now. */
void form_add_totals (const PlanRun *run, NetworkTotals *totals);
/** The handlers of its events: @a is the run's handle. */
void form_on_end (gpointer executor, guint64 a, guint64 b);
void form_on_done (gpointer executor, guint64 a, guint64 b);
