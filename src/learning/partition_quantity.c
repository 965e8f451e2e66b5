/* Rows dealt out at random, but some workers get many and some few: how many is in proportion to exp(σ·z), z standard normal, drawn
 * for each worker (the quantity skew of Li et al., ICDE 2022, with lognormal sizes). Classes stay mixed. */
#include <math.h>

#include "base/random.h"
#include "learning/partition.h"

static const Knob quantity_knobs[] = {
  { .name = "sigma",
    .type = KNOB_NUMBER,
    .value = 1,
    .min = 0,
    .max = 10,
    .help = "of the lognormal that sizes are drawn from; 0 is equal sizes" },
  { NULL },
};

enum
{
  ENTITY_SIZES,
  ENTITY_ROWS,
};

static void
quantity_fill (const Knobs *knobs, const PartitionRows *rows, guint32 *owners)
{
  g_autofree double *sizes = g_new (double, rows->n_workers);
  g_autofree guint32 *all = g_new (guint32, rows->n_rows);
  double total = 0;
  for (guint k = 0; k < rows->n_workers; k++)
    total += sizes[k] = exp (knob_number (knobs, "sigma") * random_normal (rows->seed, RANDOM_PARTITION, ENTITY_SIZES, k));
  for (guint i = 0; i < rows->n_rows; i++)
    all[i] = i;
  partition_deal_shares (rows, ENTITY_ROWS, all, rows->n_rows, sizes, total, owners);
  partition_feed (rows, owners);
}

const PartitionKind partition_quantity = {
  .name = "quantity",
  .summary = "at random, in sizes drawn from a lognormal distribution",
  .knobs = quantity_knobs,
  .fill = quantity_fill,
};
