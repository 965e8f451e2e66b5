#include "learning/partition.h"

#include <math.h>

#include "base/error.h"
#include "base/random.h"

/* Rows side by side, worker by worker. */
struct _Partition
{
  guint n_workers;
  guint32 *first; /* [n_workers + 1]: where in rows a worker's begin */
  guint32 *rows;  /* [n_rows] */
};

static const PartitionKind *const partition_table[] = { &partition_iid,       &partition_blocks,    &partition_shards, &partition_classes,
                                                      &partition_dirichlet, &partition_quantity, NULL };

static const char *const planned[] = { "column", NULL };

WORDS_WITH_KNOBS (partition, PartitionKind, partition_table)
const WordTable partition_words = { "partition", "partitions", WORD_FUNCTIONS (partition), planned };

void
partition_deal (guint64 seed, guint32 entity, const guint32 *rows, guint n, guint n_workers, guint32 *owners)
{
  g_autofree guint32 *places = g_new (guint32, n);
  random_permutation (seed, RANDOM_PARTITION, entity, places, n);
  for (guint i = 0; i < n; i++)
    owners[rows[places[i]]] = i % n_workers;
}

void
partition_deal_shares (const PartitionRows *to, guint32 entity, const guint32 *rows, guint n, const double *shares, double total,
                       guint32 *owners)
{
  g_autofree guint32 *places = g_new (guint32, n);
  double before = 0;
  guint i = 0;
  random_permutation (to->seed, RANDOM_PARTITION, entity, places, n);
  for (guint k = 0; k < to->n_workers; k++)
    {
      before += shares[k];
      for (guint end = k + 1 == to->n_workers ? n : MIN (n, (guint)llrint (n * (before / total))); i < end; i++)
        owners[rows[places[i]]] = k;
    }
}

void
partition_feed (const PartitionRows *rows, guint32 *owners)
{
  g_autofree guint *held = g_new0 (guint, rows->n_workers);
  guint mean = rows->n_rows / rows->n_workers, hungry = 0;
  for (guint i = 0; i < rows->n_rows; i++)
    held[owners[i]]++;
  for (guint i = rows->n_rows; i-- > 0;)
    {
      while (hungry < rows->n_workers && held[hungry] > 0)
        hungry++;
      if (hungry == rows->n_workers)
        return;
      if (held[owners[i]] <= mean)
        continue;
      held[owners[i]]--;
      owners[i] = hungry;
      held[hungry] = 1;
    }
}

guint32 *
partition_by_class (const PartitionRows *rows, guint *first)
{
  guint next[257] = { 0 }; /* a label is a byte */
  guint32 *sorted = g_new (guint32, rows->n_rows);
  for (guint i = 0; i < rows->n_rows; i++)
    next[rows->labels[i] + 1]++;
  for (guint class = 0; class < 256; class++)
    next[class + 1] += next[class];
  if (first)
    memcpy (first, next, (rows->classes + 1) * sizeof *first);
  for (guint i = 0; i < rows->n_rows; i++)
    sorted[next[rows->labels[i]]++] = i;
  return sorted;
}

gboolean
partition_refuse_empty (guint worker, GError **error)
{
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "worker %u would hold no row", worker);
  return FALSE;
}

gboolean
partition_accepts (const PartitionKind *kind, const Knobs *knobs, const PartitionRows *rows, const char **blame, GError **error)
{
  *blame = NULL;
  if (kind->by_label && rows->classes == 0)
    {
      *blame = "kind";
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s goes by the classes of rows, and these data have none",
                   kind->name);
      return FALSE;
    }
  if (rows->n_workers > rows->n_rows)
    {
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "worker %u would hold no row: %u rows are shared among %u workers",
                   rows->n_rows, rows->n_rows, rows->n_workers);
      return FALSE;
    }
  return !kind->accepts || kind->accepts (knobs, rows, blame, error);
}

/* Groups the rows by owner, in file order each. */
static Partition *
group (const PartitionRows *rows, const guint32 *owners)
{
  Partition *partition = g_new (Partition, 1);
  partition->n_workers = rows->n_workers;
  partition->first = g_new0 (guint32, rows->n_workers + 1);
  partition->rows = g_new (guint32, rows->n_rows);
  for (guint i = 0; i < rows->n_rows; i++)
    partition->first[owners[i] + 1]++;
  for (guint k = 0; k < rows->n_workers; k++)
    partition->first[k + 1] += partition->first[k];
  g_autofree guint32 *next = g_memdup2 (partition->first, rows->n_workers * sizeof *next);
  for (guint i = 0; i < rows->n_rows; i++)
    partition->rows[next[owners[i]]++] = i;
  return partition;
}

Partition *
partition_new (const PartitionKind *kind, const Knobs *knobs, const PartitionRows *rows, GError **error)
{
  const char *blame;
  if (!partition_accepts (kind, knobs, rows, &blame, error))
    return NULL;
  g_autofree guint32 *owners = g_new (guint32, rows->n_rows);
  kind->fill (knobs, rows, owners);
  g_autoptr (Partition) partition = group (rows, owners);
  for (guint k = 0; k < rows->n_workers; k++)
    if (partition->first[k] == partition->first[k + 1])
      {
        partition_refuse_empty (k, error);
        return NULL;
      }
  return g_steal_pointer (&partition);
}

void
partition_free (Partition *partition)
{
  g_free (partition->first);
  g_free (partition->rows);
  g_free (partition);
}

guint
partition_n_workers (const Partition *partition)
{
  return partition->n_workers;
}

guint
partition_n_rows (const Partition *partition)
{
  return partition->first[partition->n_workers];
}

const guint32 *
partition_rows (const Partition *partition, guint worker, guint *n)
{
  *n = partition->first[worker + 1] - partition->first[worker];
  return partition->rows + partition->first[worker];
}
