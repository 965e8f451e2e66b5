/* Which rows a worker takes at a step: depends on (worker, step) alone, under every protocol.
 *
 * One stream for all, in file order: worker k at its step t takes batch t·K+k of the file, wrapping each epoch after the last whole
 * round; shuffled: the same over a permutation drawn per epoch. The last partial round (fewer than K·b rows) is dropped.
 *
 * With a partition worker k goes through its own rows, in file order or in a permutation drawn per (worker, pass). None is dropped:
 * a pass ends with a short batch where its rows are no multiple of the batch. An epoch is one pass of everybody.
 *
 * An Order keeps the permutations of recent epochs, or passes, so it is used by one thread.
 */
#pragma once

#include "learning/partition.h"

typedef struct _Order Order;

/** NULL-terminated: "shuffled" "file". */
extern const char *const order_words[];

/** One stream. @workers·@batch <= @n_rows. */
Order *order_new (gboolean shuffled, guint64 seed, guint n_rows, guint workers, guint batch);
/** Everybody's own rows. @partition is taken over. */
Order *order_new_own (gboolean shuffled, guint64 seed, Partition *partition, guint batch);
void order_free (Order *order);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Order, order_free)

/** Rows that @worker has; of one stream, its share of the whole. */
guint order_rows (const Order *order, guint worker);
/** Batches in one pass of @worker over its rows, or its share of an epoch. */
guint order_pass (const Order *order, guint worker);
/** Rows that everybody takes in an epoch, together. */
guint64 order_epoch_rows (const Order *order);
/** Rows of the largest batch. */
guint order_batch_max (const Order *order);

/** Rows that @worker takes in @n_steps steps from @step (from 0) on. */
guint64 order_rows_of (const Order *order, guint worker, guint64 step, guint64 n_steps);
/** Fills @rows with those of @worker's step @step (from 0). Returns how many they are, at most order_batch_max. */
guint order_batch (Order *order, guint worker, guint64 step, guint32 *rows);
