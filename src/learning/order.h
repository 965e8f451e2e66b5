/* Which rows a worker takes at a step: depends on (worker, step) alone, under every protocol.
 *
 * file: worker k at its step t takes batch t·K+k of the file, wrapping each epoch after the last whole round; shuffled: the same
 * over a permutation drawn per epoch. The last partial round (fewer than K·b rows) is dropped. An Order keeps the permutations of
 * recent epochs, so it is used by one thread.
 */
#pragma once

#include <glib.h>

typedef struct _Order Order;

/** NULL-terminated: "shuffled" "file". */
extern const char *const order_words[];

/** @workers·@batch <= @n_rows. */
Order *order_new (gboolean shuffled, guint64 seed, guint n_rows, guint workers, guint batch);
void order_free (Order *order);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Order, order_free)

/** Rounds (of one batch for every worker) in an epoch. */
guint order_rounds (const Order *order);
/** Fills @rows with the @batch rows of @worker's step @step (both from 0). */
void order_batch (Order *order, guint worker, guint64 step, guint32 *rows);
