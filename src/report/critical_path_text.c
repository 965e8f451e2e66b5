#include "report/critical_path.h"

#include "base/escape.h"
#include "base/units.h"

static gboolean
belong_together (const PathStep *a, const PathStep *b)
{
  return a->kind == b->kind && a->message == b->message && a->kind == PATH_MESSAGE;
}

/* What one pair of machines takes of a group of messages. */
typedef struct
{
  guint32 from, to;
  SimTime time;
} Pair;

/* The pair whose messages take longest together, the first of equals. Groups are short beside the number of pairs they could have. */
static Pair
slowest_pair (const PathStep *first, guint n)
{
  g_autoptr (GHashTable) sums = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Pair slowest = { first->actor, first->peer, -1 };
  for (guint i = 0; i < n; i++)
    {
      gint64 key = (gint64)((guint64)first[i].actor << 32 | first[i].peer);
      Pair *pair = g_hash_table_lookup (sums, &key);
      if (!pair)
        {
          pair = g_new (Pair, 1);
          *pair = (Pair){ first[i].actor, first[i].peer, 0 };
          g_hash_table_insert (sums, g_memdup2 (&key, sizeof key), pair);
        }
      pair->time += first[i].end - first[i].start;
      if (pair->time > slowest.time)
        slowest = *pair;
    }
  return slowest;
}
static void
print_one (const Record *record, const PathStep *step, FILE *to)
{
  g_autofree char *from = printable (record_actor_name (record, step->actor));
  g_autofree char *peer = printable (record_actor_name (record, step->peer));
  g_autofree char *bytes = unit_format_short (step->bytes, DIMENSION_BYTES);
  switch (step->kind)
    {
    case PATH_COMPUTE:
      fprintf (to, "%s computes\n", from);
      break;
    case PATH_MESSAGE:
      fprintf (to, "%s %s → %s, %s\n", span_kind_name (step->message), from, peer, bytes);
      break;
    case PATH_APPLY:
      fprintf (to, "%s applies\n", from);
      break;
    case PATH_WAIT:
      fprintf (to, "%s waits\n", from);
      break;
    }
}

/* Messages of one kind, one after another, as a collective's rounds. */
static void
print_many (const Record *record, const PathStep *first, guint n, FILE *to)
{
  const PathStep *last = first + n - 1;
  Pair slowest = slowest_pair (first, n);
  guint64 sum = 0;
  for (guint i = 0; i < n; i++)
    sum += first[i].bytes;
  g_autofree char *bytes = unit_format_short (sum, DIMENSION_BYTES);
  g_autofree char *most = unit_format_short (sim_time_to_s (slowest.time), DIMENSION_TIME);
  g_autofree char *from = printable (record_actor_name (record, first->actor));
  g_autofree char *peer = printable (record_actor_name (record, last->peer));
  g_autofree char *slow_from = printable (record_actor_name (record, slowest.from));
  g_autofree char *slow_to = printable (record_actor_name (record, slowest.to));
  fprintf (to, "%u messages (%s) one after another, %s → … → %s, %s; the slowest way is %s → %s, %s of it\n", n,
           span_kind_name (first->message), from, peer, bytes, slow_from, slow_to, most);
}

static void
print_group (const Record *record, const PathStep *first, guint n, FILE *to)
{
  g_autofree char *took = unit_format_short (sim_time_to_s (first[n - 1].end - first->start), DIMENSION_TIME);
  fprintf (to, "    %9s  ", took);
  if (n == 1)
    print_one (record, first, to);
  else
    print_many (record, first, n, to);
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
