#include "record/kept.h"

void
kept_init (Kept *kept, const RecordSettings *settings)
{
  *kept = (Kept){ .settings = *settings, .stride = 1 };
  kept->spans = g_array_new (FALSE, FALSE, sizeof (Span));
  kept->messages = g_array_new (FALSE, FALSE, sizeof (MessageSpan));
  kept->instants = g_array_new (FALSE, FALSE, sizeof (Instant));
}

void
kept_clear (Kept *kept)
{
  g_array_unref (kept->spans);
  g_array_unref (kept->messages);
  g_array_unref (kept->instants);
}

static gboolean
is_full (const Kept *kept)
{
  return (guint64)kept->spans->len + kept->messages->len + kept->instants->len >= kept->settings.max_spans;
}

gboolean
kept_has_room (const Kept *kept)
{
  return kept->settings.keep_spans && (kept->settings.sampled || !is_full (kept));
}

gboolean
kept_asks_for (const Kept *kept, guint32 worker)
{
  const RecordSettings *settings = &kept->settings;
  return worker >= settings->first_worker && (settings->n_workers == 0 || worker - settings->first_worker < settings->n_workers);
}

/* Keeps every second of the iterations that are kept. */
static void
thin_out (Kept *kept)
{
  guint n = 0;
  kept->stride *= 2;
  for (guint i = 0; i < kept->spans->len; i++)
    if (g_array_index (kept->spans, Span, i).iteration % kept->stride == 0)
      g_array_index (kept->spans, Span, n++) = g_array_index (kept->spans, Span, i);
  g_array_set_size (kept->spans, n);
  n = 0;
  for (guint i = 0; i < kept->messages->len; i++)
    if (g_array_index (kept->messages, MessageSpan, i).iteration % kept->stride == 0)
      g_array_index (kept->messages, MessageSpan, n++) = g_array_index (kept->messages, MessageSpan, i);
  g_array_set_size (kept->messages, n);
}

/* Whether one more, of @start to @end in @iteration, is kept. Sampling makes room as long as it leaves the first iteration. */
static gboolean
keep_one (Kept *kept, SimTime start, SimTime end, guint64 iteration)
{
  const RecordSettings *settings = &kept->settings;
  gboolean outside = end < settings->from || (settings->until > 0 && start >= settings->until);
  kept->last_iteration = MAX (kept->last_iteration, iteration);
  if (!settings->keep_spans || outside || iteration % kept->stride != 0)
    return FALSE;
  while (settings->sampled && is_full (kept) && kept->stride <= kept->last_iteration)
    thin_out (kept);
  kept->truncated |= is_full (kept);
  return !is_full (kept) && iteration % kept->stride == 0;
}

void
kept_span (Kept *kept, const Span *span)
{
  if (keep_one (kept, span->start, span->end, span->iteration))
    g_array_append_vals (kept->spans, span, 1);
}

void
kept_message (Kept *kept, const MessageSpan *message)
{
  if (keep_one (kept, message->start, message->arrived, message->iteration))
    g_array_append_vals (kept->messages, message, 1);
}

void
kept_instant (Kept *kept, const Instant *instant)
{
  if (keep_one (kept, instant->at, instant->at, 0))
    g_array_append_vals (kept->instants, instant, 1);
}
