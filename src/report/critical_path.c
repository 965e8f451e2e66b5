#include "report/critical_path.h"

#include "report/path_endings.h"

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
append_wait (GArray *path, guint32 actor, SimTime start, SimTime end)
{
  PathStep wait = { PATH_WAIT, actor, actor, start, end, NULL };
  if (end > start)
    g_array_append_val (path, wait);
}

/* What @actor waited for at @time: what ended just then, else the compute it is in, else what ended last. FALSE when nothing is
 * left. */
static gboolean
find_step (PathEndings *endings, guint32 actor, SimTime time, PathStep *step)
{
  PathStep compute;
  gboolean ended = path_endings_last (endings, actor, time, step);
  if ((ended && step->end == time) || !path_endings_compute (endings, actor, time, &compute))
    return ended;
  *step = compute;
  return TRUE;
}

static gboolean
ended_just_then (PathEndings *endings, guint32 actor, SimTime time)
{
  PathStep step;
  return path_endings_last (endings, actor, time, &step) && step.end == time;
}

/* Where the walk goes on from @step's start: on its own machine; but a collective's send waits for its receiver, so that on the
 * receiver's where something ended, or was computed, just then and nothing did on the sender's. */
static guint32
held_up_by (PathEndings *endings, const PathStep *step)
{
  PathStep unused;
  if (step->kind != PATH_MESSAGE || step->message->kind != SPAN_SEND || ended_just_then (endings, step->actor, step->start))
    return step->actor;
  if (ended_just_then (endings, step->peer, step->start))
    return step->peer;
  return !path_endings_compute (endings, step->actor, step->start, &unused)
                 && path_endings_compute (endings, step->peer, step->start, &unused)
             ? step->peer
             : step->actor;
}

/* The steps are found from the last to the first. */
static void
reverse (GArray *path)
{
  for (guint i = 0; i < path->len / 2; i++)
    {
      PathStep *a = &g_array_index (path, PathStep, i), *b = &g_array_index (path, PathStep, path->len - 1 - i), step = *a;
      *a = *b;
      *b = step;
    }
}

GArray *
critical_path (const Record *record, guint32 worker, guint64 iteration)
{
  GArray *path = g_array_new (FALSE, FALSE, sizeof (PathStep));
  SimTime start, computed;
  if (!find_compute (record, worker, iteration, &start, &computed))
    return path;
  SimTime time = iteration_end (record, worker, iteration, computed);
  g_autoptr (PathEndings) endings = path_endings_new (record, start, time);
  guint32 actor = worker;
  PathStep step;
  while (time > start && find_step (endings, actor, time, &step))
    {
      append_wait (path, actor, step.end, time);
      g_array_append_val (path, step);
      actor = held_up_by (endings, &step);
      time = step.start;
    }
  append_wait (path, actor, start, time);
  reverse (path);
  return path;
}

gboolean
critical_path_choose (const Record *record, SimTime from, SimTime until, guint32 *worker, guint64 *iteration)
{
  guint n;
  guint64 first = G_MAXUINT64, last = 0;
  SimTime latest = -1;
  const Span *span = record_spans (record, &n);
  for (guint i = 0; i < n; i++)
    if (span[i].kind == SPAN_COMPUTE && span[i].start >= from && span[i].end <= until)
      {
        first = MIN (first, span[i].iteration);
        last = MAX (last, span[i].iteration);
      }
  *iteration = first + (last - MIN (first, last)) / 2;
  *iteration -= *iteration % record_stride (record);
  for (guint i = 0; i < n; i++)
    if (span[i].kind == SPAN_COMPUTE && span[i].iteration == *iteration && span[i].end > latest)
      {
        latest = span[i].end;
        *worker = span[i].actor;
      }
  return latest >= 0;
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
