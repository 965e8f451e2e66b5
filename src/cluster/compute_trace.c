#include "cluster/compute_trace.h"

#include "base/error.h"

#define ITERATIONS_MAX 10000000

typedef struct
{
  guint32 worker, iteration;
  double seconds;
} Row;

static gboolean
fail (const char *name, guint line, const char *start, const char *at, GError **error, const char *what)
{
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s:%u:%u: error: %s", name, line, (guint)(at - start) + 1, what);
  return FALSE;
}

/* A whole number that ends in a comma; moves *p past it. */
static gboolean
parse_index (const char **p, guint64 limit, guint32 *out)
{
  char *end;
  if (!g_ascii_isdigit (**p))
    return FALSE;
  guint64 value = g_ascii_strtoull (*p, &end, 10);
  if (*end != ',' || value >= limit)
    return FALSE;
  *out = value;
  *p = end + 1;
  return TRUE;
}

static gboolean
parse_row (const char *name, guint line, const char *start, Row *row, GError **error)
{
  const char *p = start;
  char *end;
  if (!parse_index (&p, G_MAXUINT32, &row->worker))
    return fail (name, line, start, p, error, "expected a worker's number, from 0, and a comma");
  if (!parse_index (&p, ITERATIONS_MAX, &row->iteration))
    return fail (name, line, start, p, error, "expected an iteration, from 0 and below 10000000, and a comma");
  row->seconds = g_ascii_strtod (p, &end);
  if (end == p || (*end != '\0' && *end != '\n' && *end != '\r'))
    return fail (name, line, start, p, error, "expected seconds and the end of the line");
  if (!(row->seconds >= 0 && row->seconds < 9e9))
    return fail (name, line, start, p, error, "seconds must be a number from 0 up");
  return TRUE;
}

static gboolean
parse_rows (const char *name, const char *text, guint n_workers, guint n_iterations, GArray *rows, GError **error)
{
  guint line = 0;
  for (const char *p = text; *p;)
    {
      const char *end = strchr (p, '\n');
      Row row;
      line++;
      gboolean header = line == 1 && g_str_has_prefix (p, "worker,iteration,seconds");
      gboolean blank = *p == '\n' || *p == '\r' || *p == '#';
      if (!header && !blank)
        {
          if (!parse_row (name, line, p, &row, error))
            return FALSE;
          if (row.worker < n_workers && (n_iterations == 0 || row.iteration < n_iterations))
            g_array_append_val (rows, row);
        }
      p = end ? end + 1 : p + strlen (p);
    }
  return TRUE;
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
  if (!parse_rows (name, text, n_workers, n_iterations, rows, error))
    return NULL;
  return trace_from_rows (rows, n_workers);
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
