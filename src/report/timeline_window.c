#include "report/timeline_window.h"

#define ITERATIONS_SHOWN 6

/* Counts the compute spans of each worker and notes where the first one after those that are shown begins. */
typedef struct
{
  guint *begun;    /* by actor */
  gboolean *first; /* whether the actor is one of the first workers */
  GArray *ends;    /* SimTime */
} Counter;

static void
counter_init (Counter *counter, const ActorRole *roles, const gboolean *kept, guint n_actors, guint max_workers)
{
  guint n = 0;

  counter->begun = g_new0 (guint, n_actors);
  counter->first = g_new0 (gboolean, n_actors);
  counter->ends = g_array_new (FALSE, FALSE, sizeof (SimTime));
  for (guint i = 0; i < n_actors; i++)
    counter->first[i] = roles[i] == ACTOR_WORKER && kept[i] && n++ < max_workers;
}

static void
counter_see (Counter *counter, guint actor, guint kind, SimTime start)
{
  if (kind == SPAN_COMPUTE && counter->first[actor] && counter->begun[actor]++ == ITERATIONS_SHOWN)
    g_array_append_val (counter->ends, start);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  SimTime x = *(const SimTime *)a, y = *(const SimTime *)b;
  return (x > y) - (x < y);
}

/* The median of those that got so far. Frees @counter. */
static SimTime
counter_finish (Counter *counter, SimTime end)
{
  if (counter->ends->len > 0)
    {
      g_array_sort (counter->ends, compare_times);
      end = MIN (end, g_array_index (counter->ends, SimTime, counter->ends->len / 2));
    }
  g_free (counter->begun);
  g_free (counter->first);
  g_array_unref (counter->ends);
  return end;
}

SimTime
timeline_window_of_rows (const TimelineRows *rows, guint max_workers, SimTime end)
{
  Counter counter;

  counter_init (&counter, rows->roles, rows->kept, rows->n_actors, max_workers);
  for (guint i = 0; i < rows->n_rows; i++)
    counter_see (&counter, rows->rows[i].actor, rows->rows[i].kind, rows->rows[i].start);
  return counter_finish (&counter, end);
}

SimTime
timeline_window_of_record (const Record *record, guint max_workers)
{
  Counter counter;
  guint n, n_actors = record_n_actors (record);
  const Span *spans = record_spans (record, &n);
  g_autofree ActorRole *roles = g_new (ActorRole, n_actors);
  g_autofree gboolean *kept = g_new (gboolean, n_actors);

  for (guint i = 0; i < n_actors; i++)
    {
      roles[i] = record_actor_role (record, i);
      kept[i] = record_actor_kept (record, i);
    }
  counter_init (&counter, roles, kept, n_actors, max_workers);
  for (guint i = 0; i < n; i++)
    counter_see (&counter, spans[i].actor, spans[i].kind, spans[i].start);
  return counter_finish (&counter, record_until (record));
}
