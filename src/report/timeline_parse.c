#include "report/timeline_rows.h"

#include "base/csv.h"

#define N_CELLS 8

typedef struct
{
  GArray *rows;       /* TimelineRow */
  GPtrArray *names;   /* of actors, by number */
  GHashTable *number; /* name → number + 1; names belong to the array */
} Builder;

/* Numbers are given in the order of appearance. */
static guint32
actor_number (Builder *builder, const char *name)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (builder->number, name));

  if (number == 0)
    {
      char *copy = g_strdup (name);

      g_ptr_array_add (builder->names, copy);
      number = builder->names->len;
      g_hash_table_insert (builder->number, copy, GUINT_TO_POINTER (number));
    }
  return number - 1;
}

static gboolean
parse_lane (const char *cell, Lane *lane)
{
  for (*lane = LANE_COMPUTE; *lane <= LANE_RECEIVE; (*lane)++)
    if (g_str_equal (cell, lane_name (*lane)))
      return TRUE;
  return FALSE;
}

static gboolean
parse_kind (const char *cell, guint *kind)
{
  for (*kind = 0; *kind < N_ROW_KINDS; (*kind)++)
    if (g_str_equal (cell, row_kind_name (*kind)))
      return TRUE;
  return FALSE;
}

static gboolean
parse_row (Builder *builder, char *const *cells, TimelineRow *row)
{
  row->message = row->peer = G_MAXUINT32;
  if (*cells[0] == '\0' || !parse_lane (cells[1], &row->lane) || !parse_kind (cells[2], &row->kind)
      || !csv_nanoseconds (cells[3], &row->start) || !csv_nanoseconds (cells[4], &row->end) || row->end < row->start
      || !csv_count (cells[5], &row->iteration) || !csv_count (cells[6], &row->bytes))
    return FALSE;
  row->actor = actor_number (builder, cells[0]);
  if (*cells[7] != '\0')
    row->peer = actor_number (builder, cells[7]);
  return TRUE;
}

static gboolean
parse_rows (Builder *builder, char *text, const char *path, GError **error)
{
  g_auto (CsvReader) reader;
  g_autoptr (GError) wrong = NULL;

  csv_begin (&reader, text, path);
  if (!csv_head (&reader, TIMELINE_CSV_HEAD, error))
    return FALSE;
  while (csv_next_of (&reader, N_CELLS, &wrong))
    {
      TimelineRow row;

      if (!parse_row (builder, reader.cells, &row))
        return csv_complain (&reader, error, "is not a row of a timeline");
      g_array_append_val (builder->rows, row);
    }
  if (wrong == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&wrong));
  return FALSE;
}

/* Takes what @builder has. */
static TimelineRows *
builder_finish (Builder *builder)
{
  TimelineRows *rows = g_new0 (TimelineRows, 1);

  rows->n_rows = builder->rows->len;
  rows->rows = (TimelineRow *)(gpointer)g_array_free (builder->rows, FALSE);
  rows->n_actors = builder->names->len;
  g_ptr_array_add (builder->names, NULL);
  rows->actors = (char **)g_ptr_array_free (builder->names, FALSE);
  rows->roles = g_new (ActorRole, rows->n_actors);
  rows->kept = g_new (gboolean, rows->n_actors);
  for (guint i = 0; i < rows->n_actors; i++)
    {
      rows->kept[i] = TRUE;
      rows->roles[i] = g_str_has_prefix (rows->actors[i], "server") ? ACTOR_SERVER : ACTOR_WORKER;
    }
  g_hash_table_unref (builder->number);
  return rows;
}

TimelineRows *
timeline_rows_parse (const char *text, const char *path, GError **error)
{
  Builder builder = { g_array_new (FALSE, FALSE, sizeof (TimelineRow)), g_ptr_array_new (),
                      g_hash_table_new (g_str_hash, g_str_equal) };
  g_autofree char *copy = g_strdup (text);
  gboolean good = parse_rows (&builder, copy, path, error);
  TimelineRows *rows = builder_finish (&builder);

  if (!good)
    g_clear_pointer (&rows, timeline_rows_free);
  return rows;
}
