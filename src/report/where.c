#include "report/where.h"

#include "base/escape.h"
#include "base/units.h"
#include "report/critical_path.h"

#define LINKS 3
#define PATH_LINES 8

static void
print_share (FILE *to, const char *what, double share)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  if (share > 0.0005)
    fprintf (to, "  %s %s %%\n", what, g_ascii_formatd (digits, sizeof digits, "%.1f", share * 100));
}

static void
print_links (const Outcome *outcome, FILE *to)
{
  for (guint i = 0; outcome->busiest && i < MIN (outcome->busiest->len, LINKS); i++)
    {
      const LinkUse *use = &g_array_index (outcome->busiest, LinkUse, i);
      g_autofree char *bytes = unit_format_short (use->bytes, DIMENSION_BYTES);
      g_autofree char *from = printable (use->from), *over = printable (use->to);
      char digits[G_ASCII_DTOSTR_BUF_SIZE];
      fprintf (to, "%s %s → %s: %s %% used, %s\n", i == 0 ? "  busy links  " : "              ", from, over,
               g_ascii_formatd (digits, sizeof digits, "%.1f", use->utilisation * 100), bytes);
    }
}

/* "of it 31 ms compute, 540 ms messages": what the path's steps of each kind take together. */
static void
print_kinds (const GArray *path, FILE *to)
{
  static const char *const names[] = {
    [PATH_COMPUTE] = "compute", [PATH_MESSAGE] = "messages", [PATH_APPLY] = "updates", [PATH_WAIT] = "waiting"
  };
  const char *mark = "  of it";
  for (PathKind kind = 0; kind < G_N_ELEMENTS (names); kind++)
    {
      SimTime sum = critical_path_sum (path, kind);
      g_autofree char *took = unit_format_short (sim_time_to_s (sum), DIMENSION_TIME);
      if (sum > 0)
        fprintf (to, "%s %s %s", mark, took, names[kind]);
      mark = sum > 0 ? "," : mark;
    }
  fputc ('\n', to);
}

static void
print_path (const Report *report, FILE *to)
{
  const Record *record = report->record;
  /* Where nobody competes for a link none is to blame. */
  gboolean competes = report->scenario->run.cluster.network.sharing != &sharing_ideal;
  guint32 worker;
  guint64 iteration;
  if (!critical_path_choose (record, 0, SIM_TIME_NEVER, &worker, &iteration))
    return;
  g_autoptr (GArray) path = critical_path (record, worker, iteration);
  if (path->len < 2)
    return;
  const PathStep *first = &g_array_index (path, PathStep, 0), *last = &g_array_index (path, PathStep, path->len - 1);
  g_autofree char *took = unit_format_short (sim_time_to_s (last->end - first->start), DIMENSION_TIME);
  g_autofree char *name = printable (record_actor_name (record, worker));
  fprintf (to, "\n  what iteration %" G_GUINT64_FORMAT " of %s waits for, %s in all\n", iteration,
           name, took);
  print_kinds (path, to);
  critical_path_print (record, competes ? report->outcome->topology : NULL, path, PATH_LINES, to);
}

void
where_print (const Report *report, FILE *to)
{
  print_share (to, "communication hidden behind compute ", report->outcome->hidden);
  print_share (to, "waiting for input ", report->outcome->starved);
  print_links (report->outcome, to);
  print_path (report, to);
}
