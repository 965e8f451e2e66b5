#include "report/critical_path.h"

#include "base/escape.h"
#include "base/units.h"

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
