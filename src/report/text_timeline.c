#include "report/text_timeline.h"

#include "base/units.h"
#include "report/picture.h"
#include "report/timeline_window.h"
#include "report/wrap.h"

#define MAX_ROWS 16u
#define NAME_WIDTH 12
#define MIN_COLUMNS 20u
#define MAX_COLUMNS 120u
#define COLUMNS 80u /* where nobody looks on */

static const struct
{
  char sign;
  const char *escape; /* of a terminal's colour */
} signs[N_ACTIVITIES] = {
  [ACTIVITY_DOWN] = { 'x', "\033[31m" },    [ACTIVITY_CHECKPOINT] = { 'c', "\033[33m" },
  [ACTIVITY_COMPUTE] = { '#', "\033[34m" }, [ACTIVITY_COMMUNICATE] = { '>', "\033[33m" },
  [ACTIVITY_WAIT] = { '.', "\033[90m" },
};

/* Something begins or ends on a worker. */
typedef struct
{
  SimTime at;
  Activity what;
  int change;
} Change;

/* How long each worker spent on what in each column: [row][column][activity], in nanoseconds. */
typedef struct
{
  guint n_rows, n_columns;
  guint32 actors[MAX_ROWS];
  GArray *changes[MAX_ROWS]; /* Change */
  guint *row_of;             /* by actor; MAX_ROWS: none */
  SimTime from, until;
  SimTime *spent;
} Grid;

static gboolean
is_shown (const Record *record, guint32 actor)
{
  return record_actor_role (record, actor) == ACTOR_WORKER && record_actor_kept (record, actor);
}

static void
choose_rows (Grid *grid, const Record *record)
{
  grid->row_of = g_new (guint, record_n_actors (record));
  for (guint actor = 0; actor < record_n_actors (record); actor++)
    {
      gboolean chosen = grid->n_rows < MAX_ROWS && is_shown (record, actor);
      grid->row_of[actor] = chosen ? grid->n_rows : MAX_ROWS;
      if (!chosen)
        continue;
      grid->actors[grid->n_rows] = actor;
      grid->changes[grid->n_rows++] = g_array_new (FALSE, FALSE, sizeof (Change));
    }
}

static void
grid_clear (Grid *grid)
{
  for (guint row = 0; row < grid->n_rows; row++)
    g_array_unref (grid->changes[row]);
  g_free (grid->row_of);
  g_free (grid->spent);
}

static SimTime
column_start (const Grid *grid, guint column)
{
  return grid->from + (SimTime)((double)(grid->until - grid->from) * column / grid->n_columns);
}

/* @row spends the time from @start to @end on @activity. */
static void
grid_spend (Grid *grid, guint row, Activity activity, SimTime start, SimTime end)
{
  guint column = (guint)((double)(start - grid->from) / (grid->until - grid->from) * grid->n_columns);

  for (column = MIN (column, grid->n_columns - 1); column < grid->n_columns && column_start (grid, column) < end; column++)
    {
      SimTime from = MAX (start, column_start (grid, column)), to = MIN (end, column_start (grid, column + 1));
      grid->spent[(row * grid->n_columns + column) * N_ACTIVITIES + activity] += MAX (0, to - from);
    }
}

static void
grid_add (Grid *grid, guint32 actor, Activity activity, SimTime start, SimTime end)
{
  guint row = grid->row_of[actor];
  const Change both[] = { { MAX (start, grid->from), activity, 1 }, { MIN (end, grid->until), activity, -1 } };

  if (row < MAX_ROWS && start < grid->until && end > grid->from)
    g_array_append_vals (grid->changes[row], both, G_N_ELEMENTS (both));
}

static int
compare_changes (gconstpointer a, gconstpointer b)
{
  const Change *x = a, *y = b;
  return (x->at > y->at) - (x->at < y->at);
}

/* An instant belongs to the first of the activities that are under way, as in a worker's account. */
static void
grid_account (Grid *grid, guint row)
{
  int under_way[N_ACTIVITIES] = { 0 };
  SimTime since = grid->from;

  g_array_sort (grid->changes[row], compare_changes);
  for (guint i = 0; i < grid->changes[row]->len; i++)
    {
      const Change *change = &g_array_index (grid->changes[row], Change, i);
      guint first = 0;

      while (first < N_ACTIVITIES && under_way[first] == 0)
        first++;
      if (first < N_ACTIVITIES && change->at > since)
        grid_spend (grid, row, first, since, change->at);
      since = change->at;
      under_way[change->what] += change->change;
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
      if (!(messages[i].spared & END_SENDER))
        grid_add (grid, messages[i].from, ACTIVITY_COMMUNICATE, messages[i].start, messages[i].arrived);
      if (!(messages[i].spared & END_RECEIVER))
        grid_add (grid, messages[i].to, ACTIVITY_COMMUNICATE, messages[i].start, messages[i].arrived);
    }
  for (guint row = 0; row < grid->n_rows; row++)
    grid_account (grid, row);
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
  TimeUnit unit = time_unit_for (sim_time_to_s (grid->until));
  double from = sim_time_to_s (grid->from) * unit.per_s, until = sim_time_to_s (grid->until) * unit.per_s;
  double step = round_step ((until - from) / 3);
  g_autoptr (GString) axis = g_string_new (NULL);

  for (guint64 i = (guint64)ceil (from / step); i * step <= until; i++)
    {
      char digits[G_ASCII_DTOSTR_BUF_SIZE];
      guint at = (guint)lround ((i * step - from) / (until - from) * grid->n_columns);

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
    n += is_shown (record, actor);
  return n;
}

static void
print_title (const Grid *grid, guint n_workers, SimTime end, FILE *to)
{
  g_autofree char *shown = unit_format_short (sim_time_to_s (grid->until), DIMENSION_TIME);
  g_autofree char *from = unit_format_short (sim_time_to_s (grid->from), DIMENSION_TIME);

  if (n_workers > grid->n_rows)
    fprintf (to, "  the first %u of %u workers, ", grid->n_rows, n_workers);
  else
    fputs ("  the workers, ", to);
  if (grid->from > 0)
    fprintf (to, "from %s to %s\n", from, shown);
  else
    fprintf (to, grid->until < end ? "the first %s\n" : "all %s\n", shown);
}

void
text_timeline_print (const Record *record, FILE *to, gboolean colour, guint width)
{
  Grid grid = { .n_columns = CLAMP (width == WIDTH_UNLIMITED ? COLUMNS : width, MIN_COLUMNS + NAME_WIDTH + 4, MAX_COLUMNS) - NAME_WIDTH - 4 };
  guint n_spans, n_workers = count_workers (record);

  record_spans (record, &n_spans);
  TimelineWindow window = timeline_window_of_record (record, MAX_ROWS);
  grid.from = window.from;
  grid.until = window.until;
  if (n_spans == 0 || grid.until <= grid.from)
    return;
  choose_rows (&grid, record);
  grid.spent = g_new0 (SimTime, (gsize)grid.n_rows * grid.n_columns * N_ACTIVITIES);
  fill (&grid, record);
  print_title (&grid, n_workers, record_end (record), to);
  for (guint row = 0; row < grid.n_rows; row++)
    print_row (&grid, row, record_actor_name (record, grid.actors[row]), to, colour);
  print_axis (&grid, to);
  print_legend (&grid, to);
  grid_clear (&grid);
}
