#include "learning/order.h"

#include "base/random.h"

/* Permutations kept: workers that are less than so many epochs apart do not drive each other's out. */
#define EPOCHS_KEPT 16

typedef struct
{
  guint32 *rows; /* [n_rows], NULL until first used */
  guint64 epoch;
} Permutation;

struct _Order
{
  gboolean shuffled;
  guint64 seed;
  guint n_rows, workers, batch, rounds;
  Permutation kept[EPOCHS_KEPT]; /* epoch e at e mod EPOCHS_KEPT */
};

const char *const order_words[] = { "shuffled", "file", NULL };

Order *
order_new (gboolean shuffled, guint64 seed, guint n_rows, guint workers, guint batch)
{
  guint64 round = (guint64)workers * batch;
  g_assert (round >= 1 && round <= n_rows);
  Order *order = g_new0 (Order, 1);
  order->shuffled = shuffled;
  order->seed = seed;
  order->n_rows = n_rows;
  order->workers = workers;
  order->batch = batch;
  order->rounds = n_rows / round;
  return order;
}

void
order_free (Order *order)
{
  for (guint i = 0; i < EPOCHS_KEPT; i++)
    g_free (order->kept[i].rows);
  g_free (order);
}

guint
order_rounds (const Order *order)
{
  return order->rounds;
}

static const guint32 *
permutation_of_epoch (Order *order, guint64 epoch)
{
  Permutation *kept = &order->kept[epoch % EPOCHS_KEPT];
  if (kept->rows && kept->epoch == epoch)
    return kept->rows;
  if (!kept->rows)
    kept->rows = g_new (guint32, order->n_rows);
  kept->epoch = epoch;
  random_permutation (order->seed, RANDOM_SHUFFLE, epoch, kept->rows, order->n_rows);
  return kept->rows;
}

void
order_batch (Order *order, guint worker, guint64 step, guint32 *rows)
{
  guint64 round = step % order->rounds;
  guint32 first = (round * order->workers + worker) * order->batch;
  if (order->shuffled)
    memcpy (rows, permutation_of_epoch (order, step / order->rounds) + first, order->batch * sizeof *rows);
  else
    for (guint i = 0; i < order->batch; i++)
      rows[i] = first + i;
}
