/* Contiguous blocks in file order. Worker k's ends at row n·(s_0 + … + s_k)/(s_0 + … + s_K−1), rounded, so that sizes that add up
 * to the number of rows are taken to the row; without sizes the blocks are equal to within one. */
#include <float.h>

#include "base/error.h"
#include "learning/partition.h"

static const Knob blocks_knobs[] = {
  { .name = "sizes",
    .type = KNOB_NUMBERS,
    .value = NAN,
    .min = DBL_MIN,
    .max = 1e15,
    .otherwise = "equal to within one row",
    .help = "how large the blocks are in relation to one another, a weight (or a number of rows) for each worker" },
  { NULL },
};

/* Where worker k's block ends, for k from 0 on. */
typedef struct
{
  const double *sizes; /* NULL: equal */
  guint n_rows, n_workers;
  double total, before; /* sizes of all, and of those that have been */
} Blocks;

static Blocks
blocks_new (const Knobs *knobs, const PartitionRows *rows)
{
  guint n;
  const double *sizes = knob_numbers (knobs, "sizes", &n);
  Blocks blocks = { .sizes = n > 0 ? sizes : NULL, .n_rows = rows->n_rows, .n_workers = rows->n_workers };
  for (guint k = 0; k < n; k++)
    blocks.total += sizes[k];
  return blocks;
}

static guint
block_end (Blocks *blocks, guint k)
{
  if (!blocks->sizes)
    return (guint64)blocks->n_rows * (k + 1) / blocks->n_workers;
  blocks->before += blocks->sizes[k];
  return k + 1 == blocks->n_workers ? blocks->n_rows : (guint)llrint (blocks->n_rows * blocks->before / blocks->total);
}

static gboolean
blocks_accepts (const Knobs *knobs, const PartitionRows *rows, const char **blame, GError **error)
{
  guint n, first = 0;
  knob_numbers (knobs, "sizes", &n);
  *blame = n > 0 ? "sizes" : NULL;
  if (n > 0 && n != rows->n_workers)
    {
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "there must be a size for each of the %u workers, found %u",
                   rows->n_workers, n);
      return FALSE;
    }
  Blocks blocks = blocks_new (knobs, rows);
  for (guint k = 0; k < rows->n_workers; k++)
    {
      guint end = block_end (&blocks, k);
      if (end == first)
        return partition_refuse_empty (k, error);
      first = end;
    }
  return TRUE;
}

static void
blocks_fill (const Knobs *knobs, const PartitionRows *rows, guint32 *owners)
{
  Blocks blocks = blocks_new (knobs, rows);
  guint row = 0;
  for (guint k = 0; k < rows->n_workers; k++)
    for (guint end = block_end (&blocks, k); row < end; row++)
      owners[row] = k;
}

const PartitionKind partition_blocks = {
  .name = "blocks",
  .summary = "contiguous blocks in file order, equal or of given sizes",
  .knobs = blocks_knobs,
  .accepts = blocks_accepts,
  .fill = blocks_fill,
};
