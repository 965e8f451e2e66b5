#include "cluster/compute_trace.h"

#include "base/csv.h"
#include "base/error.h"

#define ITERATIONS_MAX 10000000

typedef struct
{
  guint32 worker, iteration;
  double seconds;
} Row;

static gboolean
fail (const CsvReader *reader, guint cell, GError **error, const char *what)
{
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s:%u:%u: error: %s", reader->path, reader->line,
               csv_column (reader, cell), what);
  return FALSE;
}

static gboolean
parse_index (const char *cell, guint64 limit, guint32 *out)
{
  guint64 value;
  if (!*cell || !csv_count (cell, &value) || value >= limit)
    return FALSE;
  *out = value;
  return TRUE;
}

static gboolean
parse_row (const CsvReader *reader, Row *row, GError **error)
{
  char *const *cells = reader->cells;
  if (reader->n_cells != 3)
    return fail (reader, reader->n_cells < 3 ? 0 : 3, error, "a row is worker,iteration,seconds");
  if (!parse_index (cells[0], G_MAXUINT32, &row->worker))
    return fail (reader, 0, error, "expected a worker's number, from 0");
  if (!parse_index (cells[1], ITERATIONS_MAX, &row->iteration))
    return fail (reader, 1, error, "expected an iteration, from 0 and below 10000000");
  if (!csv_number (cells[2], &row->seconds) || row->seconds < 0 || row->seconds >= 9e9)
    return fail (reader, 2, error, "seconds must be a number from 0 up");
  return TRUE;
}

static gboolean
is_head (const CsvReader *reader)
{
  return reader->n_cells == 3 && g_str_equal (reader->cells[0], "worker") && g_str_equal (reader->cells[1], "iteration")
         && g_str_equal (reader->cells[2], "seconds");
}

static gboolean
parse_rows (CsvReader *reader, guint n_workers, guint n_iterations, GArray *rows, guint64 *beyond, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  for (gboolean first = TRUE; csv_next (reader, &wrong); first = FALSE)
    {
      Row row;
      if (first && is_head (reader))
        continue;
      if (!parse_row (reader, &row, error))
        return FALSE;
      *beyond += row.worker >= n_workers;
      if (row.worker < n_workers && (n_iterations == 0 || row.iteration < n_iterations))
        g_array_append_val (rows, row);
    }
  if (!wrong)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&wrong));
  return FALSE;
}

static gsize
trace_length (const ComputeTrace *trace, guint worker)
{
  return trace->first[worker + 1] - trace->first[worker];
}

/* A worker with n rows gets room for n iterations: what lies behind is out of its reach, since one before it is missing. */
static ComputeTrace *
trace_from_rows (const GArray *rows, guint n_workers)
{
  ComputeTrace *trace = g_new0 (ComputeTrace, 1);
  const Row *row = (const Row *)(gconstpointer)rows->data;
  trace->n_workers = n_workers;
  trace->first = g_new0 (gsize, (gsize)n_workers + 1);
  trace->seconds = g_new (double, MAX (rows->len, 1));
  for (guint i = 0; i < rows->len; i++)
    trace->first[row[i].worker + 1]++;
  for (guint w = 0; w < n_workers; w++)
    trace->first[w + 1] += trace->first[w];
  for (guint i = 0; i < rows->len; i++)
    trace->seconds[i] = NAN;
  for (guint i = 0; i < rows->len; i++)
    if (row[i].iteration < trace_length (trace, row[i].worker))
      trace->seconds[trace->first[row[i].worker] + row[i].iteration] = row[i].seconds;
  return trace;
}

ComputeTrace *
compute_trace_parse (const char *name, const char *text, guint n_workers, guint n_iterations, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_autofree char *copy = g_strdup (text);
  g_auto (CsvReader) reader;
  csv_begin (&reader, copy, name);
  reader.comments = TRUE;
  guint64 beyond = 0;
  if (!parse_rows (&reader, n_workers, n_iterations, rows, &beyond, error))
    return NULL;
  ComputeTrace *trace = trace_from_rows (rows, n_workers);
  trace->n_beyond = beyond;
  return trace;
}

void
compute_trace_free (ComputeTrace *trace)
{
  if (!trace)
    return;
  g_free (trace->first);
  g_free (trace->seconds);
  g_free (trace);
}

gboolean
compute_trace_missing (const ComputeTrace *trace, guint n_workers, guint n_iterations, guint *worker, guint *iteration)
{
  for (*worker = 0; *worker < n_workers; ++*worker)
    for (*iteration = 0; *iteration < n_iterations; ++*iteration)
      if (isnan (compute_trace_get (trace, *worker, *iteration)))
        return TRUE;
  return FALSE;
}

double
compute_trace_get (const ComputeTrace *trace, guint worker, guint64 iteration)
{
  if (worker >= trace->n_workers || iteration >= trace_length (trace, worker))
    return NAN;
  return trace->seconds[trace->first[worker] + iteration];
}
