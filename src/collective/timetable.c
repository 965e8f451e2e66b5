#include "collective/timetable.h"

void
timetable_init (Timetable *table, guint n_ranks, guint n_roads)
{
  table->n_ranks = n_ranks;
  table->end = g_new (SimTime, n_ranks);
  table->covered = g_new (SimTime, n_ranks);
  table->gaps = g_array_new (FALSE, FALSE, sizeof (Gap));
  table->messages = table->bytes = 0;
  table->carried = g_new0 (guint64, n_roads);
  for (guint rank = 0; rank < n_ranks; rank++)
    {
      table->end[rank] = SIM_TIME_NEVER;
      table->covered[rank] = GAP_BEGIN;
    }
}

void
timetable_clear (Timetable *table)
{
  g_clear_pointer (&table->end, g_free);
  g_clear_pointer (&table->covered, g_free);
  g_clear_pointer (&table->carried, g_free);
  g_clear_pointer (&table->gaps, g_array_unref);
}

void
timetable_cover (Timetable *table, guint rank, SimTime from, SimTime to)
{
  Gap gap = { .rank = rank, .from = table->covered[rank], .to = from };
  if (gap.to > gap.from)
    g_array_append_val (table->gaps, gap);
  table->covered[rank] = MAX (table->covered[rank], to);
}

static void
sort_by_time (Gap *gaps, guint n)
{
  for (guint i = 1; i < n; i++)
    {
      Gap gap = gaps[i];
      guint place = i;
      for (; place > 0 && gaps[place - 1].from > gap.from; place--)
        gaps[place] = gaps[place - 1];
      gaps[place] = gap;
    }
}

guint *
timetable_sort_gaps (Timetable *table)
{
  guint *first = g_new0 (guint, table->n_ranks + 1), n = table->gaps->len;
  const Gap *gaps = (const Gap *)(gpointer)table->gaps->data;
  GArray *sorted = g_array_sized_new (FALSE, FALSE, sizeof (Gap), n);
  g_array_set_size (sorted, n);
  for (guint i = 0; i < n; i++)
    first[gaps[i].rank]++;
  for (guint rank = 1; rank <= table->n_ranks; rank++)
    first[rank] += first[rank - 1];
  for (guint i = n; i-- > 0;)
    g_array_index (sorted, Gap, --first[gaps[i].rank]) = gaps[i];
  for (guint rank = 0; rank < table->n_ranks; rank++)
    sort_by_time (&g_array_index (sorted, Gap, first[rank]), first[rank + 1] - first[rank]);
  g_array_unref (table->gaps);
  table->gaps = sorted;
  return first;
}
