#include "report/timeline_window.h"

#define ITERATIONS_SHOWN 6
#define ITERATIONS_BEFORE 2 /* with the one in which somebody crashes */

/* What is looked at: rows of a timeline, or spans of a record. */
typedef struct
{
  const TimelineRows *rows; /* or NULL */
  const Span *spans;
  guint n;
  guint n_actors;
  gboolean *first; /* whether the actor is one of the first workers */
} Source;

typedef struct
{
  guint32 actor;
  guint kind;
  SimTime start;
} Seen;

static Seen
source_at (const Source *source, guint i)
{
  if (source->rows)
    return (Seen){ source->rows->rows[i].actor, source->rows->rows[i].kind, source->rows->rows[i].start };
  return (Seen){ source->spans[i].actor, source->spans[i].kind, source->spans[i].start };
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  SimTime x = *(const SimTime *)a, y = *(const SimTime *)b;
  return (x > y) - (x < y);
}

/* Where the first compute after those that are shown begins: the median of the workers that get so far. At most @end. */
static SimTime
end_of_window (const Source *source, SimTime from, SimTime end)
{
  g_autofree guint *begun = g_new0 (guint, source->n_actors);
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (SimTime));

  for (guint i = 0; i < source->n; i++)
    {
      Seen seen = source_at (source, i);
      if (seen.kind == SPAN_COMPUTE && seen.start >= from && source->first[seen.actor] && begun[seen.actor]++ == ITERATIONS_SHOWN)
        g_array_append_val (ends, seen.start);
    }
  if (ends->len == 0)
    return end;
  g_array_sort (ends, compare_times);
  return MIN (end, g_array_index (ends, SimTime, ends->len / 2));
}

/* The first time that one of the first workers goes down; its start is SIM_TIME_NEVER if none does. */
static Seen
first_crash (const Source *source)
{
  Seen crash = { .start = SIM_TIME_NEVER };

  for (guint i = 0; i < source->n; i++)
    {
      Seen seen = source_at (source, i);
      if (seen.kind == SPAN_DOWN && source->first[seen.actor] && seen.start < crash.start)
        crash = seen;
    }
  return crash;
}

/* Where the last but one of the computes begins that the worker had begun when it crashed; at least @from. */
static SimTime
before_crash (const Source *source, const Seen *crash, SimTime from)
{
  SimTime last[ITERATIONS_BEFORE] = { from, from };

  for (guint i = 0; i < source->n; i++)
    {
      Seen seen = source_at (source, i);
      if (seen.kind != SPAN_COMPUTE || seen.actor != crash->actor || seen.start > crash->start || seen.start <= last[1])
        continue;
      last[0] = last[1];
      last[1] = seen.start;
    }
  return last[0];
}

/* Frees what @source holds. */
static TimelineWindow
find_window (Source *source, SimTime from, SimTime end)
{
  TimelineWindow window = { from, end_of_window (source, 0, end) };
  Seen crash = first_crash (source);

  if (crash.start >= window.until && crash.start < end)
    {
      window.from = before_crash (source, &crash, from);
      window.until = end_of_window (source, window.from, end);
    }
  g_free (source->first);
  return window;
}

static gboolean *
first_workers (const ActorRole *roles, const gboolean *kept, guint n_actors, guint max_workers)
{
  gboolean *first = g_new0 (gboolean, n_actors);
  guint n = 0;

  for (guint i = 0; i < n_actors; i++)
    first[i] = roles[i] == ACTOR_WORKER && kept[i] && n++ < max_workers;
  return first;
}

TimelineWindow
timeline_window_of_rows (const TimelineRows *rows, guint max_workers, SimTime end)
{
  Source source = { .rows = rows, .n = rows->n_rows, .n_actors = rows->n_actors };

  source.first = first_workers (rows->roles, rows->kept, rows->n_actors, max_workers);
  return find_window (&source, 0, end);
}

TimelineWindow
timeline_window_of_record (const Record *record, guint max_workers)
{
  guint n_actors = record_n_actors (record);
  g_autofree ActorRole *roles = g_new (ActorRole, n_actors);
  g_autofree gboolean *kept = g_new (gboolean, n_actors);
  Source source = { .n_actors = n_actors };

  source.spans = record_spans (record, &source.n);
  for (guint i = 0; i < n_actors; i++)
    {
      roles[i] = record_actor_role (record, i);
      kept[i] = record_actor_kept (record, i);
    }
  source.first = first_workers (roles, kept, n_actors, max_workers);
  return find_window (&source, record_from (record), record_until (record));
}
