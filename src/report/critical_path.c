#include "report/critical_path.h"

#include "base/units.h"

/* Something that ended on an actor: a span, the arrival of a message there, or a message's leaving there. */
typedef struct
{
  guint32 actor;
  SimTime end, start;
  guint rank; /* which one explains better, among those that end together: compute, apply, arrival, leaving */
  PathStep step;
} Ending;

enum
{
  RANK_COMPUTE,
  RANK_APPLY,
  RANK_ARRIVAL,
  RANK_LEAVING,
};

/* By actor and end; of those that end together the better explanation comes last, and of equals the one that began first. */
static gint
compare_endings (gconstpointer a, gconstpointer b)
{
  const Ending *x = a, *y = b;
  if (x->actor != y->actor)
    return x->actor < y->actor ? -1 : 1;
  if (x->end != y->end)
    return x->end < y->end ? -1 : 1;
  if (x->rank != y->rank)
    return x->rank > y->rank ? -1 : 1;
  return x->start > y->start ? -1 : x->start < y->start;
}

static void
add_ending (GArray *endings, guint32 actor, guint rank, PathStep step)
{
  Ending ending = { actor, step.end, step.start, rank, step };
  if (step.end > step.start)
    g_array_append_val (endings, ending);
}

static GArray *
all_endings (const Record *record)
{
  guint n;
  GArray *endings = g_array_new (FALSE, FALSE, sizeof (Ending));
  const Span *span = record_spans (record, &n);
  for (guint i = 0; i < n; i++)
    if (span[i].kind == SPAN_COMPUTE || span[i].kind == SPAN_APPLY)
      {
        gboolean compute = span[i].kind == SPAN_COMPUTE;
        add_ending (endings, span[i].actor, compute ? RANK_COMPUTE : RANK_APPLY,
                    (PathStep){ compute ? PATH_COMPUTE : PATH_APPLY, span[i].kind, span[i].actor, span[i].actor, span[i].start,
                                span[i].end, 0 });
      }
  const MessageSpan *message = record_messages (record, &n);
  for (guint i = 0; i < n; i++)
    {
      const MessageSpan *m = &message[i];
      PathStep step = { PATH_MESSAGE, m->kind, m->from, m->to, m->start, m->arrived, m->bytes };
      if (!m->lost)
        add_ending (endings, m->to, RANK_ARRIVAL, step);
      step.end = m->left;
      add_ending (endings, m->from, RANK_LEAVING, step);
    }
  g_array_sort (endings, compare_endings);
  return endings;
}

/* The last ending on @actor at or before @time; NULL when there is none. */
static const Ending *
last_ending (const GArray *endings, guint32 actor, SimTime time)
{
  guint low = 0, high = endings->len;
  while (low < high)
    {
      guint middle = (low + high) / 2;
      const Ending *e = &g_array_index (endings, Ending, middle);
      if (e->actor < actor || (e->actor == actor && e->end <= time))
        low = middle + 1;
      else
        high = middle;
    }
  const Ending *found = low > 0 ? &g_array_index (endings, Ending, low - 1) : NULL;
  return found && found->actor == actor ? found : NULL;
}

/* The first start and the last end of @worker's compute in @iteration. */
static gboolean
find_compute (const Record *record, guint32 worker, guint64 iteration, SimTime *start, SimTime *end)
{
  guint n;
  gboolean found = FALSE;
  const Span *span = record_spans (record, &n);
  for (guint i = 0; i < n; i++)
    if (span[i].kind == SPAN_COMPUTE && span[i].actor == worker && span[i].iteration == iteration)
      {
        *start = found ? MIN (*start, span[i].start) : span[i].start;
        *end = found ? MAX (*end, span[i].end) : span[i].end;
        found = TRUE;
      }
  return found;
}

/* When @worker's iteration ends: where its next compute starts, or its last message of this one arrives. */
static SimTime
iteration_end (const Record *record, guint32 worker, guint64 iteration, SimTime computed)
{
  SimTime start, end = computed, unused;
  guint n;
  if (find_compute (record, worker, iteration + 1, &start, &unused))
    return start;
  const MessageSpan *message = record_messages (record, &n);
  for (guint i = 0; i < n; i++)
    if (message[i].to == worker && message[i].iteration == iteration && !message[i].lost)
      end = MAX (end, message[i].arrived);
  return end;
}

static void
prepend_wait (GArray *path, guint32 actor, SimTime start, SimTime end)
{
  PathStep wait = { PATH_WAIT, SPAN_WAIT, actor, actor, start, end, 0 };
  if (end > start)
    g_array_prepend_val (path, wait);
}

/* The compute of @actor that is under way at @time: with overlap a message leaves in the middle of it. */
static gboolean
find_covering (const Record *record, guint32 actor, SimTime time, PathStep *step)
{
  guint n;
  const Span *span = record_spans (record, &n);
  for (guint i = 0; i < n; i++)
    if (span[i].kind == SPAN_COMPUTE && span[i].actor == actor && span[i].start < time && time < span[i].end)
      {
        *step = (PathStep){ PATH_COMPUTE, SPAN_COMPUTE, actor, actor, span[i].start, time, 0 };
        return TRUE;
      }
  return FALSE;
}

/* What @actor waited for at @time: what ended just then, else the compute it is in, else what ended last. FALSE when nothing is
 * left. */
static gboolean
find_step (const Record *record, const GArray *endings, guint32 actor, SimTime time, PathStep *step)
{
  const Ending *ending = last_ending (endings, actor, time);
  if ((!ending || ending->end < time) && find_covering (record, actor, time, step))
    return TRUE;
  if (ending)
    *step = ending->step;
  return ending != NULL;
}

static gboolean
ended_just_then (const GArray *endings, guint32 actor, SimTime time)
{
  const Ending *ending = last_ending (endings, actor, time);
  return ending && ending->end == time;
}

/* Where the walk goes on from @step's start: on its own machine; but a collective's send waits for its receiver, so that on the
 * receiver's where something ended, or was computed, just then and nothing did on the sender's. */
static guint32
held_up_by (const Record *record, const GArray *endings, const PathStep *step)
{
  PathStep unused;
  if (step->kind != PATH_MESSAGE || step->message != SPAN_SEND || ended_just_then (endings, step->actor, step->start))
    return step->actor;
  if (ended_just_then (endings, step->peer, step->start))
    return step->peer;
  return !find_covering (record, step->actor, step->start, &unused) && find_covering (record, step->peer, step->start, &unused)
             ? step->peer
             : step->actor;
}

GArray *
critical_path (const Record *record, guint32 worker, guint64 iteration)
{
  GArray *path = g_array_new (FALSE, FALSE, sizeof (PathStep));
  SimTime start, computed;
  if (!find_compute (record, worker, iteration, &start, &computed))
    return path;
  g_autoptr (GArray) endings = all_endings (record);
  SimTime time = iteration_end (record, worker, iteration, computed);
  guint32 actor = worker;
  PathStep step;
  while (time > start && find_step (record, endings, actor, time, &step) && step.end > start)
    {
      prepend_wait (path, actor, step.end, time);
      g_array_prepend_val (path, step);
      actor = held_up_by (record, endings, &step);
      time = step.start;
    }
  prepend_wait (path, actor, start, MAX (time, start));
  return path;
}

gboolean
critical_path_choose (const Record *record, SimTime until, guint32 *worker, guint64 *iteration)
{
  guint n;
  guint64 last = 0;
  SimTime latest = -1;
  const Span *span = record_spans (record, &n);
  for (guint i = 0; i < n; i++)
    if (span[i].kind == SPAN_COMPUTE && span[i].end <= until)
      last = MAX (last, span[i].iteration);
  *iteration = last / 2;
  for (guint i = 0; i < n; i++)
    if (span[i].kind == SPAN_COMPUTE && span[i].iteration == *iteration && span[i].end > latest)
      {
        latest = span[i].end;
        *worker = span[i].actor;
      }
  return latest >= 0;
}

static gboolean
belong_together (const PathStep *a, const PathStep *b)
{
  return a->kind == b->kind && a->message == b->message && a->kind == PATH_MESSAGE;
}

static void
print_group (const Record *record, const PathStep *first, guint n, FILE *to)
{
  const PathStep *last = first + n - 1;
  g_autofree char *took = unit_format_short (sim_time_to_s (last->end - first->start), DIMENSION_TIME);
  g_autofree char *bytes = unit_format_short (first->bytes, DIMENSION_BYTES);
  const char *from = record_actor_name (record, first->actor), *peer = record_actor_name (record, last->peer);
  fprintf (to, "    %9s  ", took);
  if (first->kind == PATH_COMPUTE)
    fprintf (to, "%s computes\n", from);
  else if (first->kind == PATH_APPLY)
    fprintf (to, "%s applies\n", from);
  else if (first->kind == PATH_WAIT)
    fprintf (to, "%s waits\n", from);
  else if (n == 1)
    fprintf (to, "%s %s → %s, %s\n", span_kind_name (first->message), from, peer, bytes);
  else
    fprintf (to, "%u messages (%s) one after another, %s → … → %s, the first of %s\n", n, span_kind_name (first->message), from,
             peer, bytes);
}

SimTime
critical_path_sum (const GArray *path, PathKind kind)
{
  SimTime sum = 0;
  for (guint i = 0; i < path->len; i++)
    {
      const PathStep *step = &g_array_index (path, PathStep, i);
      sum += step->kind == kind ? step->end - step->start : 0;
    }
  return sum;
}

void
critical_path_print (const Record *record, const GArray *path, guint lines, FILE *to)
{
  const PathStep *step = (const PathStep *)(gconstpointer)path->data;
  for (guint i = 0, n; i < path->len; i += n)
    {
      for (n = 1; i + n < path->len && belong_together (&step[i], &step[i + n]);)
        n++;
      if (lines-- == 0)
        {
          g_autofree char *rest = unit_format_short (sim_time_to_s (step[path->len - 1].end - step[i].start), DIMENSION_TIME);
          fprintf (to, "    %9s  %u further steps\n", rest, path->len - i);
          return;
        }
      print_group (record, &step[i], n, to);
    }
}
