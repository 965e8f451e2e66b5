/* What is known of an actor's activities before it is booked: changes in order of time.
 *
 * Whoever reckons the messages of many instants at once (collective/form.c) learns of an activity late, or ahead of time. While
 * the agenda is held, all changes of the actor wait here, so that those that are found out later still come in their order;
 * otherwise a change waits until its time has come. Of changes at one instant the earlier added comes first.
 */
#pragma once

#include "sim/clock.h"

typedef struct
{
  SimTime at;
  guint64 source; /* who added it; 0: it happened */
  gint16 change;
  guint8 what; /* Activity */
} Change;

typedef struct
{
  guint held;
  guint first, n, size; /* of changes: those from first on are to come */
  Change *changes;
} Agenda;

static inline gboolean
agenda_is_idle (const Agenda *agenda)
{
  return agenda->held == 0 && agenda->first == agenda->n;
}

void agenda_clear (Agenda *agenda);
void agenda_add (Agenda *agenda, Change change);
/** The next change at or before @until, taken out; FALSE: there is none, or the agenda is held. */
gboolean agenda_next (Agenda *agenda, SimTime until, Change *change);
/** Takes out the changes of @source after @now. Returns their sum. */
int agenda_drop (Agenda *agenda, guint64 source, SimTime now);
