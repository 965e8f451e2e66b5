#include "report/path_endings.h"

/* Which one explains better, among those that end together: the later one. */
typedef enum
{
  ENDING_LEAVING,
  ENDING_ARRIVAL,
  ENDING_APPLY,
  ENDING_COMPUTE,
  N_ENDING_KINDS,
} EndingKind;

typedef struct
{
  SimTime end, start;
  guint32 id; /* of the span or the message */
  EndingKind kind;
} Ending;

/* Endings by actor and kind, as SLOT numbers them: what is reported as it ends comes in order, kind by kind, and needs no sorting. */
typedef struct
{
  gsize *first; /* [slots + 1]: where a slot's begin */
  Ending *items;
  gboolean *sorted; /* [slots] */
} Buckets;

#define SLOT(actor, kind) ((gsize)(actor) * N_ENDING_KINDS + (kind))

struct _PathEndings
{
  const Record *record;
  SimTime from, until;
  Buckets ended;
  Buckets computes; /* those under way at some moment of the stretch, their ends after it too */
};

/* --- gathering: every ending is visited twice, to be counted and to be put away --- */

/* @items NULL: counts in @next; otherwise puts the ending at @next. */
typedef struct
{
  gsize *next; /* by slot */
  Ending *items;
} Pass;

static void
pass_see (const Pass *pass, guint32 actor, EndingKind kind, SimTime start, SimTime end, guint32 id)
{
  gsize at = pass->next[SLOT (actor, kind)]++;
  if (pass->items)
    pass->items[at] = (Ending){ end, start, id, kind };
}

static gboolean
in_stretch (const PathEndings *endings, SimTime start, SimTime end)
{
  return end > endings->from && end <= endings->until && end > start;
}

static void
see_ended (const PathEndings *endings, const Pass *pass)
{
  guint n;
  const Span *span = record_spans (endings->record, &n);
  for (guint i = 0; i < n; i++)
    if (in_stretch (endings, span[i].start, span[i].end) && (span[i].kind == SPAN_COMPUTE || span[i].kind == SPAN_APPLY))
      pass_see (pass, span[i].actor, span[i].kind == SPAN_COMPUTE ? ENDING_COMPUTE : ENDING_APPLY, span[i].start, span[i].end, i);
  const MessageSpan *message = record_messages (endings->record, &n);
  for (guint i = 0; i < n; i++)
    {
      const MessageSpan *m = &message[i];
      if (in_stretch (endings, m->start, m->arrived) && !m->lost)
        pass_see (pass, m->to, ENDING_ARRIVAL, m->start, m->arrived, i);
      if (in_stretch (endings, m->start, m->left))
        pass_see (pass, m->from, ENDING_LEAVING, m->start, m->left, i);
    }
}

static void
see_computes (const PathEndings *endings, const Pass *pass)
{
  guint n;
  const Span *span = record_spans (endings->record, &n);
  for (guint i = 0; i < n; i++)
    if (span[i].kind == SPAN_COMPUTE && span[i].end > endings->from && span[i].start < endings->until)
      pass_see (pass, span[i].actor, ENDING_COMPUTE, span[i].start, span[i].end, i);
}

static void
buckets_fill (Buckets *buckets, const PathEndings *endings, void (*see) (const PathEndings *, const Pass *))
{
  gsize n = SLOT (record_n_actors (endings->record), 0), sum = 0;
  g_autofree gsize *next = g_new0 (gsize, n);
  see (endings, &(Pass){ next, NULL });
  buckets->first = g_new (gsize, n + 1);
  for (gsize i = 0; i < n; i++)
    {
      buckets->first[i] = sum;
      sum += next[i];
      next[i] = buckets->first[i];
    }
  buckets->first[n] = sum;
  buckets->items = g_new (Ending, MAX (sum, 1));
  buckets->sorted = g_new0 (gboolean, n);
  see (endings, &(Pass){ next, buckets->items });
}

static void
buckets_clear (Buckets *buckets)
{
  g_free (buckets->first);
  g_free (buckets->items);
  g_free (buckets->sorted);
}

PathEndings *
path_endings_new (const Record *record, SimTime from, SimTime until)
{
  PathEndings *endings = g_new0 (PathEndings, 1);
  endings->record = record;
  endings->from = from;
  endings->until = until;
  buckets_fill (&endings->ended, endings, see_ended);
  buckets_fill (&endings->computes, endings, see_computes);
  return endings;
}

void
path_endings_free (PathEndings *endings)
{
  buckets_clear (&endings->ended);
  buckets_clear (&endings->computes);
  g_free (endings);
}

/* --- asking --- */

/* By end; of those that end together the better explanation comes last, and of equals the one that began first. */
static int
compare_endings (gconstpointer a, gconstpointer b)
{
  const Ending *x = a, *y = b;
  if (x->end != y->end)
    return x->end < y->end ? -1 : 1;
  if (x->kind != y->kind)
    return x->kind < y->kind ? -1 : 1;
  if (x->start != y->start)
    return x->start > y->start ? -1 : 1;
  return x->id < y->id ? -1 : 1;
}

static void
sort (Ending *items, gsize n)
{
  for (gsize i = 1; i < n; i++)
    if (compare_endings (&items[i - 1], &items[i]) > 0)
      {
        qsort (items, n, sizeof *items, compare_endings);
        return;
      }
}

/* How many in @slot end at or before @time; they come first in @items. */
static gsize
buckets_find (Buckets *buckets, gsize slot, SimTime time, const Ending **items, gsize *n)
{
  Ending *mine = buckets->items + buckets->first[slot];
  gsize low = 0, high = *n = buckets->first[slot + 1] - buckets->first[slot];
  if (!buckets->sorted[slot])
    sort (mine, *n);
  buckets->sorted[slot] = TRUE;
  *items = mine;
  while (low < high)
    {
      gsize middle = (low + high) / 2;
      if (mine[middle].end <= time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static PathStep
span_step (const Span *span)
{
  PathKind kind = span->kind == SPAN_COMPUTE ? PATH_COMPUTE : PATH_APPLY;
  return (PathStep){ kind, span->actor, span->actor, span->start, span->end, NULL };
}

static PathStep
message_step (const MessageSpan *message, SimTime end)
{
  return (PathStep){ PATH_MESSAGE, message->from, message->to, message->start, end, message };
}

gboolean
path_endings_last (PathEndings *endings, guint32 actor, SimTime time, PathStep *step)
{
  const Ending *items, *last = NULL;
  guint unused;
  for (EndingKind kind = 0; kind < N_ENDING_KINDS; kind++)
    {
      gsize n, found = buckets_find (&endings->ended, SLOT (actor, kind), time, &items, &n);
      if (found > 0 && (!last || compare_endings (&items[found - 1], last) > 0))
        last = &items[found - 1];
    }
  if (!last)
    return FALSE;
  *step = last->kind >= ENDING_APPLY ? span_step (&record_spans (endings->record, &unused)[last->id])
                                     : message_step (&record_messages (endings->record, &unused)[last->id], last->end);
  return TRUE;
}

/* Computes of one actor do not overlap: only the first that ends later can be under way. */
gboolean
path_endings_compute (PathEndings *endings, guint32 actor, SimTime time, PathStep *step)
{
  const Ending *items;
  gsize n, found = buckets_find (&endings->computes, SLOT (actor, ENDING_COMPUTE), time, &items, &n);
  guint unused;
  if (found == n || items[found].start >= time)
    return FALSE;
  *step = span_step (&record_spans (endings->record, &unused)[items[found].id]);
  step->end = time;
  return TRUE;
}
