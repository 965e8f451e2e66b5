#include "training/clocks.h"

struct _Clocks
{
  guint n;
  guint32 *words; /* [n]: twice the clock, and 1 more when it is live */
  guint n_live;
  guint64 smallest; /* of the live ones */
  GArray *count;    /* guint: live workers at clock base + i */
  guint64 base;
};

Clocks *
clocks_new (guint n)
{
  Clocks *clocks = g_new0 (Clocks, 1);
  clocks->n = n;
  clocks->words = g_new (guint32, n);
  for (guint i = 0; i < n; i++)
    clocks->words[i] = 1;
  clocks->n_live = n;
  clocks->count = g_array_new (FALSE, TRUE, sizeof (guint));
  g_array_append_val (clocks->count, n);
  return clocks;
}

Clocks *
clocks_copy (const Clocks *clocks)
{
  Clocks *copy = g_memdup2 (clocks, sizeof (Clocks));
  copy->words = g_memdup2 (clocks->words, clocks->n * sizeof (guint32));
  copy->count = g_array_copy (clocks->count);
  return copy;
}

void
clocks_free (Clocks *clocks)
{
  if (!clocks)
    return;
  g_free (clocks->words);
  g_array_unref (clocks->count);
  g_free (clocks);
}

static guint *
count_at (Clocks *clocks, guint64 clock)
{
  gsize i = clock - clocks->base;
  if (i >= clocks->count->len)
    g_array_set_size (clocks->count, i + 1);
  return &g_array_index (clocks->count, guint, i);
}

/* Moves the smallest up to where somebody is, and forgets the counts that lie behind now and then. */
static void
advance (Clocks *clocks)
{
  while (clocks->n_live > 0 && *count_at (clocks, clocks->smallest) == 0)
    clocks->smallest++;
  gsize behind = clocks->smallest - clocks->base;
  if (behind > 64 && behind > clocks->count->len / 2)
    {
      g_array_remove_range (clocks->count, 0, behind);
      clocks->base = clocks->smallest;
    }
}

void
clocks_tick (Clocks *clocks, guint worker)
{
  guint32 word = clocks->words[worker], clock = word / 2;
  clocks->words[worker] = word + 2;
  if (word % 2 == 0)
    return;
  --*count_at (clocks, clock);
  ++*count_at (clocks, clock + 1);
  advance (clocks);
}

void
clocks_leave (Clocks *clocks, guint worker)
{
  if (!clocks_is_live (clocks, worker))
    return;
  clocks->words[worker]--;
  clocks->n_live--;
  --*count_at (clocks, clocks_get (clocks, worker));
  advance (clocks);
}

void
clocks_join (Clocks *clocks, guint worker)
{
  if (clocks_is_live (clocks, worker))
    return;
  guint64 clock = MAX (clocks_get (clocks, worker), clocks->smallest);
  clocks->words[worker] = 2 * clock + 1;
  clocks->n_live++;
  ++*count_at (clocks, clock);
  advance (clocks);
}

gboolean
clocks_is_live (const Clocks *clocks, guint worker)
{
  return clocks->words[worker] % 2;
}

guint64
clocks_smallest (const Clocks *clocks)
{
  return clocks->n_live > 0 ? clocks->smallest : G_MAXUINT64;
}

guint64
clocks_get (const Clocks *clocks, guint worker)
{
  return clocks->words[worker] / 2;
}

guint64
clocks_lead (const Clocks *clocks, guint worker)
{
  guint64 clock = clocks_get (clocks, worker);
  return clocks->n_live > 0 && clock > clocks->smallest ? clock - clocks->smallest : 0;
}
