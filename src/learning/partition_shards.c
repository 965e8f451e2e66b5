/* Rows sorted by class, cut into per_client shards a worker, equal to within one row; each worker gets shards at random. With two
 * of them most workers hold rows of two classes only (McMahan et al., AISTATS 2017, section 3). */
#include "base/error.h"
#include "base/random.h"
#include "learning/partition.h"

static const Knob shards_knobs[] = {
  { .name = "per_client",
    .type = KNOB_INTEGER,
    .value = 2,
    .min = 1,
    .max = 1e6,
    .help = "shards that a worker gets; the fewer, the fewer classes it holds" },
  { NULL },
};

static gboolean
shards_accepts (const Knobs *knobs, const PartitionRows *rows, const char **blame, GError **error)
{
  guint64 n_shards = rows->n_workers * knob_integer (knobs, "per_client");
  if (n_shards <= rows->n_rows)
    return TRUE;
  *blame = "per_client";
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT,
               "%u rows cannot be cut into %" G_GUINT64_FORMAT " shards, %u workers with %" G_GUINT64_FORMAT " each", rows->n_rows,
               n_shards, rows->n_workers, n_shards / rows->n_workers);
  return FALSE;
}

static void
shards_fill (const Knobs *knobs, const PartitionRows *rows, guint32 *owners)
{
  guint per_client = knob_integer (knobs, "per_client"), n_shards = rows->n_workers * per_client;
  g_autofree guint32 *sorted = partition_by_class (rows, NULL);
  g_autofree guint32 *dealt = g_new (guint32, n_shards);
  random_permutation (rows->seed, RANDOM_PARTITION, 0, dealt, n_shards);
  for (guint i = 0, end = 0; i < n_shards; i++)
    for (guint first = end, row = first; row < (end = (guint64)rows->n_rows * (i + 1) / n_shards); row++)
      owners[sorted[row]] = dealt[i] / per_client;
}

const PartitionKind partition_shards = {
  .name = "shards",
  .summary = "rows sorted by class and cut into shards, a few of them for each worker at random",
  .knobs = shards_knobs,
  .by_label = TRUE,
  .accepts = shards_accepts,
  .fill = shards_fill,
};
