#include "record/kept.h"

#define FIRST_SIZE 64u

void
kept_init (Kept *kept, const RecordSettings *settings)
{
  *kept = (Kept){ .settings = *settings,
                  .stride = 1,
                  .room = settings->enough > 0 ? MIN (settings->enough, settings->max_spans) : settings->max_spans,
                  .limit = G_MAXUINT64,
                  .until = SIM_TIME_NEVER };
}

void
kept_clear (Kept *kept)
{
  g_free (kept->spans.items);
  g_free (kept->messages.items);
  g_free (kept->instants.items);
}

static void
store_grow (Store *store, gsize item)
{
  store->size = MAX (FIRST_SIZE, store->size > G_MAXUINT / 2 ? G_MAXUINT : 2 * store->size);
  store->items = g_realloc_n (store->items, store->size, item);
}

/* The place of one more @item bytes, not yet set. */
static inline gpointer
store_append (Store *store, gsize item)
{
  if (store->n == store->size)
    store_grow (store, item);
  return (char *)store->items + item * store->n++;
}

/* Whether there is enough, and room for the rest of the iterations that have begun. */
static gboolean
may_go_on (const Kept *kept)
{
  return kept->limit == G_MAXUINT64 && kept->settings.enough > 0 && kept->settings.enough < kept->settings.max_spans;
}

gboolean
kept_has_room (const Kept *kept)
{
  gboolean enough = kept->last_iteration > kept->limit;
  return kept->settings.keep_spans && !enough && (kept->settings.sampled || kept->room > 0 || may_go_on (kept));
}

gboolean
kept_asks_for (const Kept *kept, guint32 worker)
{
  const RecordSettings *settings = &kept->settings;
  return worker >= settings->first_worker && (settings->n_workers == 0 || worker - settings->first_worker < settings->n_workers);
}

static gboolean
is_sampled (const Kept *kept, guint64 iteration)
{
  return (iteration & (kept->stride - 1)) == 0;
}

/* Keeps every second of the iterations that are kept. */
static void
thin_out (Kept *kept)
{
  Span *span = kept->spans.items;
  MessageSpan *message = kept->messages.items;
  guint n_spans = 0, n_messages = 0;
  kept->stride *= 2;
  for (guint i = 0; i < kept->spans.n; i++)
    if (is_sampled (kept, span[i].iteration))
      span[n_spans++] = span[i];
  for (guint i = 0; i < kept->messages.n; i++)
    if (is_sampled (kept, message[i].iteration))
      message[n_messages++] = message[i];
  kept->room += kept->spans.n - n_spans + (kept->messages.n - n_messages);
  kept->spans.n = n_spans;
  kept->messages.n = n_messages;
}

/* Sampling makes room as long as it leaves the first iteration. Returns whether there is some, for @iteration. */
static gboolean
make_room (Kept *kept, guint64 iteration)
{
  if (kept->room == 0 && may_go_on (kept))
    {
      kept->limit = kept->last_iteration;
      kept->room = kept->settings.max_spans - kept->settings.enough;
    }
  while (kept->settings.sampled && kept->room == 0 && kept->stride <= kept->last_iteration)
    thin_out (kept);
  return kept->room > 0 && is_sampled (kept, iteration);
}

static void
leave_out (Kept *kept, SimTime end)
{
  kept->truncated = TRUE;
  kept->until = MIN (kept->until, end);
}

/* Whether one more, of @start to @end in @iteration, is kept: there is room then, of which it takes its part. */
static inline gboolean
keep_one (Kept *kept, SimTime start, SimTime end, guint64 iteration)
{
  const RecordSettings *settings = &kept->settings;
  gboolean outside = end < settings->from || (settings->until > 0 && start >= settings->until);
  kept->last_iteration = MAX (kept->last_iteration, iteration);
  if (!settings->keep_spans || outside || !is_sampled (kept, iteration))
    return FALSE;
  gboolean fits = iteration <= kept->limit && (kept->room > 0 || make_room (kept, iteration));
  if (fits)
    kept->room--;
  else if (is_sampled (kept, iteration))
    leave_out (kept, end);
  return fits;
}

void
kept_span (Kept *kept, const Span *span)
{
  if (keep_one (kept, span->start, span->end, span->iteration))
    *(Span *)store_append (&kept->spans, sizeof *span) = *span;
}

void
kept_message (Kept *kept, const MessageSpan *message)
{
  if (keep_one (kept, message->start, message->arrived, message->iteration))
    *(MessageSpan *)store_append (&kept->messages, sizeof *message) = *message;
}

void
kept_instant (Kept *kept, const Instant *instant)
{
  if (keep_one (kept, instant->at, instant->at, 0))
    *(Instant *)store_append (&kept->instants, sizeof *instant) = *instant;
}
