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
  guint n_rows, workers, batch;
  guint rounds;                  /* of one stream, in an epoch */
  Permutation kept[EPOCHS_KEPT]; /* epoch e at e mod EPOCHS_KEPT */

  Partition *partition; /* NULL: one stream */
  guint32 *places;      /* [n_rows]: which of its own rows a worker takes one after another, worker by worker; NULL until used */
  guint64 *passes;      /* [workers]: 1 + the pass that its places are of; 0: of none yet */
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

Order *
order_new_own (gboolean shuffled, guint64 seed, Partition *partition, guint batch)
{
  Order *order = g_new0 (Order, 1);
  order->shuffled = shuffled;
  order->seed = seed;
  order->partition = partition;
  order->n_rows = partition_n_rows (partition);
  order->workers = partition_n_workers (partition);
  order->batch = batch;
  return order;
}

void
order_free (Order *order)
{
  for (guint i = 0; i < EPOCHS_KEPT; i++)
    g_free (order->kept[i].rows);
  g_clear_pointer (&order->partition, partition_free);
  g_free (order->places);
  g_free (order->passes);
  g_free (order);
}

guint
order_rows (const Order *order, guint worker)
{
  guint n = order->n_rows / order->workers;
  if (order->partition)
    partition_rows (order->partition, worker, &n);
  return n;
}

guint
order_pass (const Order *order, guint worker)
{
  return order->partition ? (order_rows (order, worker) - 1) / order->batch + 1 : order->rounds;
}

guint64
order_epoch_rows (const Order *order)
{
  return order->partition ? order->n_rows : (guint64)order->rounds * order->workers * order->batch;
}

guint
order_batch_max (const Order *order)
{
  return MIN (order->batch, order->n_rows);
}

/* Of a worker with @n rows of its own, in its first @steps steps. */
static guint64
own_rows_until (const Order *order, guint n, guint pass, guint64 steps)
{
  return steps / pass * n + MIN (steps % pass * order->batch, n);
}

guint64
order_rows_of (const Order *order, guint worker, guint64 step, guint64 n_steps)
{
  if (!order->partition)
    return n_steps * order->batch;
  guint n = order_rows (order, worker), pass = order_pass (order, worker);
  return own_rows_until (order, n, pass, step + n_steps) - own_rows_until (order, n, pass, step);
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

static guint
batch_of_stream (Order *order, guint worker, guint64 step, guint32 *rows)
{
  guint64 round = step % order->rounds;
  guint32 first = (round * order->workers + worker) * order->batch;
  if (order->shuffled)
    memcpy (rows, permutation_of_epoch (order, step / order->rounds) + first, order->batch * sizeof *rows);
  else
    for (guint i = 0; i < order->batch; i++)
      rows[i] = first + i;
  return order->batch;
}

/* The permutation of the worker's @n rows, which begin at @first among all, in its pass @pass. */
static const guint32 *
permutation_of_pass (Order *order, guint worker, gsize first, guint n, guint64 pass)
{
  if (!order->places)
    {
      order->places = g_new (guint32, order->n_rows);
      order->passes = g_new0 (guint64, order->workers);
    }
  if (order->passes[worker] != pass + 1)
    {
      guint64 seed = random_bits (order->seed, RANDOM_OWN_ORDER, worker, pass);
      random_permutation (seed, RANDOM_OWN_ORDER, worker, order->places + first, n);
      order->passes[worker] = pass + 1;
    }
  return order->places + first;
}

static guint
batch_of_own (Order *order, guint worker, guint64 step, guint32 *rows)
{
  guint n, unused, pass = order_pass (order, worker);
  const guint32 *own = partition_rows (order->partition, worker, &n);
  gsize first = step % pass * order->batch;
  guint count = MIN (order->batch, n - first);
  if (!order->shuffled)
    {
      memcpy (rows, own + first, count * sizeof *rows);
      return count;
    }
  const guint32 *places =
      permutation_of_pass (order, worker, own - partition_rows (order->partition, 0, &unused), n, step / pass);
  for (guint i = 0; i < count; i++)
    rows[i] = own[places[first + i]];
  return count;
}

guint
order_batch (Order *order, guint worker, guint64 step, guint32 *rows)
{
  return order->partition ? batch_of_own (order, worker, step, rows) : batch_of_stream (order, worker, step, rows);
}
