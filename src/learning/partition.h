/* Partitions: who holds which training rows, where workers have rows of their own.
 *
 * A kind is one const descriptor in its own file (partition_iid.c, partition_blocks.c, …) that gives every row an owner. Every row has exactly one, and every worker at least one row. Immutable once made.
 */
#pragma once

#include "base/knob.h"

/* What is shared out, and among how many. */
typedef struct
{
  guint64 seed;
  guint n_rows, n_workers;
  guint classes;        /* that rows can have; 0: they have targets instead */
  const guint8 *labels; /* [n_rows]: the class of each; NULL: they have none, or have not been read */
} PartitionRows;

typedef struct _PartitionKind
{
  const char *name; /* the word in workload.partition.kind */
  const char *summary;
  const Knob *knobs;  /* beside kind; NULL: none */
  gboolean by_label; /* it looks at the rows' classes */
  /* Whether the knobs suit the rows, whose labels are not looked at: LOCKSTEP_ERROR_INPUT, and in @blame (set to NULL before) the
   * knob that is wrong. NULL: always. */
  gboolean (*accepts) (const Knobs *knobs, const PartitionRows *rows, const char **blame, GError **error);
  /* Sets owners[0 … n_rows) to workers. Only for what it accepts. */
  void (*fill) (const Knobs *knobs, const PartitionRows *rows, guint32 *owners);
} PartitionKind;

extern const PartitionKind partition_iid, partition_blocks, partition_shards, partition_classes, partition_dirichlet;
extern const PartitionKind partition_quantity;

extern const WordTable partition_words;

/** For the kinds: deals rows[0 … n) out at random, a function of (@seed, @entity), among @n_workers, whose shares of them differ by
 * at most one. */
void partition_deal (guint64 seed, guint32 entity, const guint32 *rows, guint n, guint n_workers, guint32 *owners);
/** For the kinds: the same in proportion to @shares, a worker each, of which @total is the sum: worker k's end at
 * n·(shares_0 + … + shares_k)/@total, rounded. */
void partition_deal_shares (const PartitionRows *to, guint32 entity, const guint32 *rows, guint n, const double *shares, double total,
                            guint32 *owners);
/** For the kinds that draw sizes: gives who has no row one of those of workers that hold more than the mean, from the last row
 * backwards, lower workers first. As there are no more workers than rows, afterwards nobody is without. */
void partition_feed (const PartitionRows *rows, guint32 *owners);
/** For the kinds: all rows, ordered by class, then as in the file. @first: [classes + 1], where those of each class begin; may be
 * NULL. (transfer full) */
guint32 *partition_by_class (const PartitionRows *rows, guint *first);
/** For the kinds: LOCKSTEP_ERROR_INPUT that says that @worker would have nothing. Returns FALSE. */
gboolean partition_refuse_empty (guint worker, GError **error);

/** Whether @kind can share out @rows, as far as that can be told without their labels. LOCKSTEP_ERROR_INPUT; @blame: as in
 * PartitionKind. */
gboolean partition_accepts (const PartitionKind *kind, const Knobs *knobs, const PartitionRows *rows, const char **blame,
                            GError **error);

typedef struct _Partition Partition;

/** Shares out @rows; labels are needed where the kind looks at them. LOCKSTEP_ERROR_INPUT, also where a worker would have no row.
 * (transfer full) */
Partition *partition_new (const PartitionKind *kind, const Knobs *knobs, const PartitionRows *rows, GError **error);
void partition_free (Partition *partition);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Partition, partition_free)

guint partition_n_workers (const Partition *partition);
/** Of all workers. */
guint partition_n_rows (const Partition *partition);
/** The @n rows of @worker, ascending. Borrowed. */
const guint32 *partition_rows (const Partition *partition, guint worker, guint *n);
