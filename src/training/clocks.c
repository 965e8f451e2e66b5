#include "training/clocks.h"

struct _Clocks
{
  guint64 *clock; /* [n] */
  gboolean *live; /* [n] */
  guint n_live;
  guint64 smallest; /* of the live ones */
  GArray *count;    /* guint: live workers at clock base + i */
  guint64 base;
};

Clocks *
clocks_new (guint n)
{
  Clocks *clocks = g_new0 (Clocks, 1);
  clocks->clock = g_new0 (guint64, n);
  clocks->live = g_new (gboolean, n);
  for (guint i = 0; i < n; i++)
    clocks->live[i] = TRUE;
  clocks->n_live = n;
  clocks->count = g_array_new (FALSE, TRUE, sizeof (guint));
  g_array_append_val (clocks->count, n);
  return clocks;
}

void
clocks_free (Clocks *clocks)
{
  if (!clocks)
    return;
  g_free (clocks->clock);
  g_free (clocks->live);
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
  guint64 clock = clocks->clock[worker]++;
  if (!clocks->live[worker])
    return;
  --*count_at (clocks, clock);
  ++*count_at (clocks, clock + 1);
  advance (clocks);
}

void
clocks_leave (Clocks *clocks, guint worker)
{
  if (!clocks->live[worker])
    return;
  clocks->live[worker] = FALSE;
  clocks->n_live--;
  --*count_at (clocks, clocks->clock[worker]);
  advance (clocks);
}

gboolean
clocks_is_live (const Clocks *clocks, guint worker)
{
  return clocks->live[worker];
}

guint64
clocks_smallest (const Clocks *clocks)
{
  return clocks->n_live > 0 ? clocks->smallest : G_MAXUINT64;
}

guint64
clocks_get (const Clocks *clocks, guint worker)
{
  return clocks->clock[worker];
}

guint64
clocks_lead (const Clocks *clocks, guint worker)
{
  guint64 clock = clocks->clock[worker];
  return clocks->n_live > 0 && clock > clocks->smallest ? clock - clocks->smallest : 0;
}
