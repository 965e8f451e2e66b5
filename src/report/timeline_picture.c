#include "report/timeline_picture.h"

#include "base/escape.h"
#include "report/critical_path.h"
#include "report/lanes.h"
#include "report/picture.h"

/* What overlaps is drawn in at most so many stripes. */
#define MAX_STRIPES 12
#define MAX_SERVERS 4
#define MAX_ARROWS 96
#define MAX_MARKS 16 /* kinds of instants */
#define ROW_FILL 0.8 /* the share of a row that boxes take */
#define SERVER_HEIGHT 1.8
#define HEADING_HEIGHT 1.0

struct _TimelinePicture
{
  SimTime from, until;
  guint max_workers;
  double y; /* where the next row begins; downwards, a worker's row is 1 high */
  GString *boxes[N_ROW_KINDS];
  GString *arrows, *labels, *headings, *path;
  GString *ytics;
  const char *mark_names[MAX_MARKS];
  GString *marks[MAX_MARKS]; /* by kind of instant, in the order in which they are met */
  guint n_marks;
};

/* Where an actor's row is, while its run is being added. */
typedef struct
{
  gboolean shown;
  double top, height;
} Place;

TimelinePicture *
timeline_picture_new (SimTime from, SimTime until, guint max_workers)
{
  TimelinePicture *picture = g_new0 (TimelinePicture, 1);

  picture->from = from;
  picture->until = MAX (until, from + 1);
  picture->max_workers = max_workers;
  for (guint k = 0; k < N_ROW_KINDS; k++)
    picture->boxes[k] = g_string_new (NULL);
  picture->arrows = g_string_new (NULL);
  picture->labels = g_string_new (NULL);
  picture->headings = g_string_new (NULL);
  picture->path = g_string_new (NULL);
  picture->ytics = g_string_new (NULL);
  return picture;
}

void
timeline_picture_free (TimelinePicture *picture)
{
  for (guint k = 0; k < N_ROW_KINDS; k++)
    g_string_free (picture->boxes[k], TRUE);
  g_string_free (picture->arrows, TRUE);
  g_string_free (picture->labels, TRUE);
  g_string_free (picture->headings, TRUE);
  g_string_free (picture->path, TRUE);
  g_string_free (picture->ytics, TRUE);
  for (guint i = 0; i < picture->n_marks; i++)
    g_string_free (picture->marks[i], TRUE);
  g_free (picture);
}

/* Which actors have a row: the first @max_workers workers and a few servers. */
static gboolean *
choose_actors (const TimelineRows *rows, guint max_workers)
{
  gboolean *chosen = g_new0 (gboolean, rows->n_actors);
  guint n[2] = { 0, 0 };
  const guint most[2] = { [ACTOR_WORKER] = max_workers, [ACTOR_SERVER] = MAX_SERVERS };

  for (guint i = 0; i < rows->n_actors; i++)
    chosen[i] = rows->kept[i] && n[rows->roles[i]]++ < most[rows->roles[i]];
  return chosen;
}

static void
append_box (GString *to, SimTime start, SimTime end, double top, double bottom)
{
  g_string_append_printf (to, "%" SIM_TIME_FORMAT " %" SIM_TIME_FORMAT, SIM_TIME_ARGS (start), SIM_TIME_ARGS (end));
  for (guint i = 0; i < 2; i++)
    {
      char digits[G_ASCII_DTOSTR_BUF_SIZE];
      g_string_append_printf (to, " %s", g_ascii_formatd (digits, sizeof digits, "%.4f", i == 0 ? top : bottom));
    }
  g_string_append_c (to, '\n');
}

/* Only a box wide enough for its number gets one. */
static void
append_label (TimelinePicture *picture, const TimelineRow *row, SimTime end, const Place *place)
{
  SimTime middle = row->start + (end - row->start) / 2;

  if (row->kind == SPAN_COMPUTE && middle >= picture->from && end - row->start > (picture->until - picture->from) / 45)
    {
      char digits[G_ASCII_DTOSTR_BUF_SIZE];
      g_string_append_printf (picture->labels, "%" SIM_TIME_FORMAT " %s %" G_GUINT64_FORMAT "\n", SIM_TIME_ARGS (middle),
                              g_ascii_formatd (digits, sizeof digits, "%.4f", place->top + place->height / 2), row->iteration);
    }
}

/* Draws the rows of one actor that overlap one another, all within @place. */
static void
draw_cluster (TimelinePicture *picture, const TimelineRow *const *cluster, guint n, const Place *place)
{
  g_autoptr (Lanes) lanes = lanes_new ();
  g_autofree guint *lane = g_new (guint, n);
  double margin = (1 - ROW_FILL) / 2, stripe;

  for (guint i = 0; i < n; i++)
    lane[i] = lanes_take (lanes, cluster[i]->start, cluster[i]->end);
  stripe = (place->height - 2 * margin) / MIN (lanes_count (lanes), MAX_STRIPES);
  for (guint i = 0; i < n; i++)
    {
      SimTime end = MIN (cluster[i]->end, picture->until);
      double top = place->top + margin + stripe * (lane[i] % MAX_STRIPES);

      append_box (picture->boxes[cluster[i]->kind], MAX (cluster[i]->start, picture->from), end, top, top + stripe);
      if (lanes_count (lanes) == 1)
        append_label (picture, cluster[i], end, place);
    }
}

/* The rows of @actor in the window, split where nothing is under way. */
static void
draw_actor (TimelinePicture *picture, const TimelineRow *const *rows, guint n, const Place *place)
{
  SimTime busy_until = 0;
  guint first = 0;

  for (guint i = 0; i < n; i++)
    {
      if (i > first && rows[i]->start >= busy_until)
        {
          draw_cluster (picture, rows + first, i - first, place);
          first = i;
        }
      busy_until = MAX (busy_until, rows[i]->end);
    }
  if (n > first)
    draw_cluster (picture, rows + first, n - first, place);
}

static void
append_tic (TimelinePicture *picture, double y, const char *name)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (picture->ytics, picture->ytics->len > 0 ? ", " : "");
  escape_gnuplot_tic (picture->ytics, name);
  g_string_append_printf (picture->ytics, " %s", g_ascii_formatd (digits, sizeof digits, "%.4f", y));
}

static Place *
place_actors (TimelinePicture *picture, const TimelineRows *rows)
{
  g_autofree gboolean *chosen = choose_actors (rows, picture->max_workers);
  Place *places = g_new0 (Place, rows->n_actors);

  for (guint i = 0; i < rows->n_actors; i++)
    if (chosen[i])
      {
        places[i] = (Place){ TRUE, picture->y, rows->roles[i] == ACTOR_SERVER ? SERVER_HEIGHT : 1 };
        append_tic (picture, picture->y + places[i].height / 2, rows->actors[i]);
        picture->y += places[i].height;
      }
  return places;
}

static void
draw_arrows (TimelinePicture *picture, const Record *record, const Place *places)
{
  guint n, n_drawn = 0;
  const MessageSpan *messages = record_messages (record, &n);
  g_autoptr (GString) arrows = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      const MessageSpan *m = &messages[i];
      const Place *from = &places[m->from], *to = &places[m->to];
      gboolean down = from->top < to->top;

      if (m->lost || !from->shown || !to->shown || m->start < picture->from || m->arrived > picture->until)
        continue;
      if (++n_drawn > MAX_ARROWS)
        return;
      append_box (arrows, m->start, m->arrived, from->top + (down ? from->height - 0.1 : 0.1),
                  to->top + (down ? 0.1 : to->height - 0.1));
    }
  g_string_append (picture->arrows, arrows->str);
}

/* Outlines what one iteration waited for; a message on the row of the worker that it concerns. */
static void
draw_path (TimelinePicture *picture, const Record *record, const Place *places)
{
  guint32 worker;
  guint64 iteration;
  if (!critical_path_choose (record, picture->from, picture->until, &worker, &iteration))
    return;
  g_autoptr (GArray) path = critical_path (record, worker, iteration);
  for (guint i = 0; i < path->len; i++)
    {
      const PathStep *step = &g_array_index (path, PathStep, i);
      gboolean to_worker = step->kind == PATH_MESSAGE && record_actor_role (record, step->peer) == ACTOR_WORKER;
      const Place *place = &places[to_worker ? step->peer : step->actor];
      double margin = (1 - ROW_FILL) / 2;
      if (place->shown && step->end <= picture->until)
        append_box (picture->path, step->start, step->end, place->top + margin, place->top + place->height - margin);
    }
}

/* Where instants called @name go; NULL if there are too many kinds. */
static GString *
marks_called (TimelinePicture *picture, const char *name)
{
  for (guint i = 0; i < picture->n_marks; i++)
    if (g_str_equal (picture->mark_names[i], name))
      return picture->marks[i];
  if (picture->n_marks == MAX_MARKS)
    return NULL;
  picture->mark_names[picture->n_marks] = name;
  return picture->marks[picture->n_marks++] = g_string_new (NULL);
}

/* Crashes and what else happens at an instant: across the row of the actor, or across all rows. */
static void
draw_marks (TimelinePicture *picture, const Record *record, const Place *places)
{
  guint n;
  const Instant *instants = record_instants (record, &n);

  for (guint i = 0; i < n; i++)
    {
      gboolean global = instants[i].actor == G_MAXUINT32;
      const Place all = { TRUE, 0, picture->y }, *place = global ? &all : &places[instants[i].actor];
      GString *marks = NULL;
      if (place->shown && instants[i].at >= picture->from && instants[i].at <= picture->until)
        marks = marks_called (picture, instants[i].name);
      if (marks)
        append_box (marks, instants[i].at, instants[i].at, place->top, place->height);
    }
}

void
timeline_picture_add (TimelinePicture *picture, const char *heading, const TimelineRows *rows, const Record *record)
{
  g_autofree Place *places = NULL;
  g_autofree const TimelineRow **mine = g_new (const TimelineRow *, rows->n_rows + 1);

  if (heading != NULL)
    {
      char digits[G_ASCII_DTOSTR_BUF_SIZE];
      g_autofree char *quoted = escaped (escape_gnuplot, heading);

      picture->y += HEADING_HEIGHT;
      g_string_append_printf (picture->headings, "%" SIM_TIME_FORMAT " %s %s\n", SIM_TIME_ARGS (picture->from),
                              g_ascii_formatd (digits, sizeof digits, "%.4f", picture->y - HEADING_HEIGHT * 0.35), quoted);
    }
  places = place_actors (picture, rows);
  for (guint actor = 0; actor < rows->n_actors; actor++)
    {
      guint n = 0;

      if (!places[actor].shown)
        continue;
      for (guint i = 0; i < rows->n_rows && rows->rows[i].start < picture->until; i++)
        if (rows->rows[i].actor == actor && rows->rows[i].end > picture->from)
          mine[n++] = &rows->rows[i];
      draw_actor (picture, mine, n, &places[actor]);
    }
  if (record != NULL)
    {
      draw_arrows (picture, record, places);
      draw_path (picture, record, places);
      draw_marks (picture, record, places);
    }
}

char *
timeline_picture_shown (const TimelinePicture *picture, const TimelineRows *rows)
{
  guint n = 0;

  for (guint i = 0; i < rows->n_actors; i++)
    n += rows->roles[i] == ACTOR_WORKER && rows->kept[i];
  if (n > picture->max_workers)
    return g_strdup_printf ("the first %u of %u workers", picture->max_workers, n);
  return g_strdup_printf ("%u worker%s", n, n == 1 ? "" : "s");
}

/* The kinds that there are, in the order of the key. */
static GString *
present_kinds (const TimelinePicture *picture)
{
  static const guint order[N_ROW_KINDS] = { SPAN_COMPUTE, SPAN_PUSH,    SPAN_PULL, SPAN_SEND, ROW_RECEIVE,
                                            SPAN_APPLY,   SPAN_BARRIER, SPAN_WAIT, SPAN_DOWN, SPAN_CHECKPOINT };
  GString *kinds = g_string_new (NULL);

  for (guint i = 0; i < N_ROW_KINDS; i++)
    if (picture->boxes[order[i]]->len > 0)
      g_string_append_printf (kinds, "%s%s", kinds->len > 0 ? " " : "", row_kind_name (order[i]));
  return kinds;
}

void
timeline_picture_settings (const TimelinePicture *picture, GString *settings)
{
  double until_s = sim_time_to_s (picture->until);
  TimeUnit unit = time_unit_for (until_s);
  g_autoptr (GString) kinds = present_kinds (picture);

  picture_set_text (settings, "kinds", kinds->str);
  picture_set_number (settings, "rows", picture->y);
  picture_set_number (settings, "from", sim_time_to_s (picture->from) * unit.per_s);
  picture_set_number (settings, "until", until_s * unit.per_s);
  picture_set_number (settings, "unit_per_s", unit.per_s);
  picture_set_text (settings, "unit", unit.name);
  picture_set_number (settings, "arrows", picture->arrows->len > 0);
  picture_set_number (settings, "labels", picture->labels->len > 0);
  picture_set_number (settings, "path", picture->path->len > 0);
  picture_set_number (settings, "headings", picture->headings->len > 0);
  picture_set_number (settings, "marks", picture->n_marks);
  for (guint i = 0; i < picture->n_marks; i++)
    {
      g_autofree char *name = g_strdup_printf ("mark%u", i + 1);
      picture_set_text (settings, name, picture->mark_names[i]);
    }
  g_string_append_printf (settings, "set ytics (%s)\n", picture->ytics->str);
}

static void
append_index (GString *data, const char *name, const GString *lines)
{
  if (lines->len > 0)
    g_string_append_printf (data, "# %s\n%s\n\n", name, lines->str);
}

GString *
timeline_picture_data (const TimelinePicture *picture)
{
  GString *data = g_string_new (NULL);

  for (guint k = 0; k < N_ROW_KINDS; k++)
    append_index (data, row_kind_name (k), picture->boxes[k]);
  append_index (data, "arrows", picture->arrows);
  append_index (data, "labels", picture->labels);
  append_index (data, "headings", picture->headings);
  append_index (data, "path", picture->path);
  for (guint i = 0; i < picture->n_marks; i++)
    {
      g_autofree char *name = g_strdup_printf ("mark%u", i + 1);
      append_index (data, name, picture->marks[i]);
    }
  return data;
}
