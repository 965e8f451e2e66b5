#include "report/text_timeline.h"

#include "base/units.h"
#include "report/picture.h"
#include "report/timeline_window.h"

#define MAX_ROWS 16u
#define NAME_WIDTH 12
#define MIN_COLUMNS 20u
#define MAX_COLUMNS 120u

static const struct
{
  char sign;
  const char *escape; /* of a terminal's colour */
} signs[N_ACTIVITIES] = {
  [ACTIVITY_DOWN] = { 'x', "\033[31m" },    [ACTIVITY_CHECKPOINT] = { 'c', "\033[33m" },
  [ACTIVITY_COMPUTE] = { '#', "\033[34m" }, [ACTIVITY_COMMUNICATE] = { '>', "\033[33m" },
  [ACTIVITY_WAIT] = { '.', "\033[90m" },
};

/* How long each worker spent on what in each column: [row][column][activity], in nanoseconds. */
typedef struct
{
  guint n_rows, n_columns;
  guint32 actors[MAX_ROWS];
  SimTime until;
  SimTime *spent;
} Grid;

static void
choose_rows (Grid *grid, const Record *record)
{
  for (guint actor = 0; actor < record_n_actors (record) && grid->n_rows < MAX_ROWS; actor++)
    if (record_actor_role (record, actor) == ACTOR_WORKER)
      grid->actors[grid->n_rows++] = actor;
}

static SimTime
column_start (const Grid *grid, guint column)
{
  return (SimTime)((double)grid->until * column / grid->n_columns);
}

static void
grid_add (Grid *grid, guint32 actor, Activity activity, SimTime start, SimTime end)
{
  guint row = 0, column;

  while (row < grid->n_rows && grid->actors[row] != actor)
    row++;
  if (row == grid->n_rows || start >= grid->until)
    return;
  column = (guint)((double)start / grid->until * grid->n_columns);
  for (column = MIN (column, grid->n_columns - 1); column < grid->n_columns && column_start (grid, column) < end; column++)
    {
      SimTime from = MAX (start, column_start (grid, column)), to = MIN (end, column_start (grid, column + 1));
      grid->spent[(row * grid->n_columns + column) * N_ACTIVITIES + activity] += MAX (0, to - from);
    }
}

static Activity
span_activity (SpanKind kind)
{
  switch (kind)
    {
    case SPAN_COMPUTE:
      return ACTIVITY_COMPUTE;
    case SPAN_DOWN:
      return ACTIVITY_DOWN;
    case SPAN_CHECKPOINT:
      return ACTIVITY_CHECKPOINT;
    default:
      return ACTIVITY_WAIT;
    }
}

static void
fill (Grid *grid, const Record *record)
{
  guint n_spans, n_messages;
  const Span *spans = record_spans (record, &n_spans);
  const MessageSpan *messages = record_messages (record, &n_messages);

  for (guint i = 0; i < n_spans; i++)
    grid_add (grid, spans[i].actor, span_activity (spans[i].kind), spans[i].start, spans[i].end);
  for (guint i = 0; i < n_messages; i++)
    {
      grid_add (grid, messages[i].from, ACTIVITY_COMMUNICATE, messages[i].start, messages[i].arrived);
      grid_add (grid, messages[i].to, ACTIVITY_COMMUNICATE, messages[i].start, messages[i].arrived);
    }
}

/* What most of a column went to; N_ACTIVITIES: nothing is known. */
static Activity
column_activity (const SimTime *spent)
{
  Activity best = N_ACTIVITIES;

  for (guint a = 0; a < N_ACTIVITIES; a++)
    if (spent[a] > 0 && (best == N_ACTIVITIES || spent[a] > spent[best]))
      best = a;
  return best;
}

static void
print_row (const Grid *grid, guint row, const char *name, FILE *to, gboolean colour)
{
  Activity before = N_ACTIVITIES;

  fprintf (to, "  %-*.*s ", NAME_WIDTH, NAME_WIDTH, name);
  for (guint column = 0; column < grid->n_columns; column++)
    {
      Activity now = column_activity (&grid->spent[(row * grid->n_columns + column) * N_ACTIVITIES]);

      if (colour && now != before)
        fputs (now == N_ACTIVITIES ? "\033[0m" : signs[now].escape, to);
      fputc (now == N_ACTIVITIES ? ' ' : signs[now].sign, to);
      before = now;
    }
  fputs (colour ? "\033[0m\n" : "\n", to);
}

/* The largest of 1, 2, 5 times a power of ten that is at most @value. */
static double
round_step (double value)
{
  double power = pow (10, floor (log10 (value)));
  return value >= 5 * power ? 5 * power : value >= 2 * power ? 2 * power : power;
}

static void
print_axis (const Grid *grid, FILE *to)
{
  double until_s = sim_time_to_s (grid->until);
  TimeUnit unit = time_unit_for (until_s);
  double until = until_s * unit.per_s, step = round_step (until / 3);
  g_autoptr (GString) axis = g_string_new (NULL);

  for (guint i = 0; i * step <= until; i++)
    {
      char digits[G_ASCII_DTOSTR_BUF_SIZE];
      guint at = (guint)lround (i * step / until * grid->n_columns);

      while (axis->len < at)
        g_string_append_c (axis, ' ');
      if (axis->len == at)
        g_string_append_printf (axis, "|%s %s", g_ascii_formatd (digits, sizeof digits, "%.6g", i * step), unit.name);
    }
  fprintf (to, "  %-*s %s\n", NAME_WIDTH, "", axis->str);
}

static void
print_legend (const Grid *grid, FILE *to)
{
  gboolean seen[N_ACTIVITIES + 1] = { FALSE };

  for (guint i = 0; i < grid->n_rows * grid->n_columns; i++)
    seen[column_activity (&grid->spent[i * N_ACTIVITIES])] = TRUE;
  fprintf (to, "  %-*s", NAME_WIDTH, "");
  for (guint a = 0; a < N_ACTIVITIES; a++)
    if (seen[a])
      fprintf (to, " %c %s ", signs[a].sign, activity_name (a));
  fputc ('\n', to);
}

static guint
count_workers (const Record *record)
{
  guint n = 0;

  for (guint actor = 0; actor < record_n_actors (record); actor++)
    n += record_actor_role (record, actor) == ACTOR_WORKER;
  return n;
}

static void
print_title (const Grid *grid, guint n_workers, SimTime end, FILE *to)
{
  g_autofree char *shown = unit_format_short (sim_time_to_s (grid->until), DIMENSION_TIME);

  if (n_workers > grid->n_rows)
    fprintf (to, "  the first %u of %u workers, ", grid->n_rows, n_workers);
  else
    fputs ("  the workers, ", to);
  fprintf (to, grid->until < end ? "the first %s\n" : "all %s\n", shown);
}

void
text_timeline_print (const Record *record, FILE *to, gboolean colour, guint width)
{
  Grid grid = { .n_columns = CLAMP (width, MIN_COLUMNS + NAME_WIDTH + 4, MAX_COLUMNS) - NAME_WIDTH - 4 };
  guint n_spans, n_workers = count_workers (record);

  record_spans (record, &n_spans);
  grid.until = timeline_window_of_record (record, MAX_ROWS);
  if (n_spans == 0 || grid.until <= 0)
    return;
  choose_rows (&grid, record);
  grid.spent = g_new0 (SimTime, (gsize)grid.n_rows * grid.n_columns * N_ACTIVITIES);
  fill (&grid, record);
  print_title (&grid, n_workers, record_end (record), to);
  for (guint row = 0; row < grid.n_rows; row++)
    print_row (&grid, row, record_actor_name (record, grid.actors[row]), to, colour);
  print_axis (&grid, to);
  print_legend (&grid, to);
  g_free (grid.spent);
}
