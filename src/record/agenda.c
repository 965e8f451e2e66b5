#include "record/agenda.h"

void
agenda_clear (Agenda *agenda)
{
  g_free (agenda->changes);
  *agenda = (Agenda){ 0 };
}

static void
make_room (Agenda *agenda)
{
  if (agenda->first == agenda->n)
    agenda->first = agenda->n = 0;
  if (agenda->n < agenda->size)
    return;
  agenda->size = MAX (4, 2 * agenda->size);
  agenda->changes = g_renew (Change, agenda->changes, agenda->size);
}

/* Most come in order. */
void
agenda_add (Agenda *agenda, Change change)
{
  make_room (agenda);
  guint place = agenda->n++;
  for (; place > agenda->first && agenda->changes[place - 1].at > change.at; place--)
    agenda->changes[place] = agenda->changes[place - 1];
  agenda->changes[place] = change;
}

gboolean
agenda_next (Agenda *agenda, SimTime until, Change *change)
{
  if (agenda->held > 0 || agenda->first == agenda->n || agenda->changes[agenda->first].at > until)
    return FALSE;
  *change = agenda->changes[agenda->first++];
  return TRUE;
}

int
agenda_drop (Agenda *agenda, guint64 source, SimTime now)
{
  guint kept = agenda->first;
  int sum = 0;
  for (guint i = agenda->first; i < agenda->n; i++)
    if (agenda->changes[i].source == source && agenda->changes[i].at > now)
      sum += agenda->changes[i].change;
    else
      agenda->changes[kept++] = agenda->changes[i];
  agenda->n = kept;
  return sum;
}
