#include "learning/partition.h"

#include "base/error.h"
#include "base/random.h"

/* Rows side by side, worker by worker. */
struct _Partition
{
  guint n_workers;
  guint32 *first; /* [n_workers + 1]: where in rows a worker's begin */
  guint32 *rows;  /* [n_rows] */
};

static const PartitionKind *const partition_table[] = { &partition_iid, &partition_blocks, &partition_classes, NULL };

static const char *const planned[] = { "shards", "dirichlet", "quantity", "column", NULL };

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
