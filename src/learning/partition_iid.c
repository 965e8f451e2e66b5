/* Rows dealt out at random: every worker's are a fair sample of the whole, and their numbers differ by at most one. */
#include "learning/partition.h"

static void
iid_fill (const Knobs *knobs, const PartitionRows *rows, guint32 *owners)
{
  g_autofree guint32 *all = g_new (guint32, rows->n_rows);
  for (guint i = 0; i < rows->n_rows; i++)
    all[i] = i;
  partition_deal (rows->seed, 0, all, rows->n_rows, rows->n_workers, owners);
}

const PartitionKind partition_iid = {
  .name = "iid",
  .summary = "rows dealt out at random, as many to each worker to within one",
  .fill = iid_fill,
};
