/* Who holds which rows, and which of them a worker takes when. */
#include "base/random.h"
#include "learning/order.h"
#include "suites.h"

#define SEED 77
#define TRIES 60

/* Rows with labels drawn at random, some classes rarer than others. */
typedef struct
{
  PartitionRows rows;
  guint8 *labels;
  Knobs *knobs;
} Share;

static guint
draw (guint try, guint what, guint n)
{
  return random_below (SEED, RANDOM_TEST, try, what, n);
}

static void
share_init (Share *share, const PartitionKind *kind, guint try, guint most_workers)
{
  guint classes = 1 + draw (try, 0, 12), n = 300 + draw (try, 1, 700);
  *share = (Share){ .rows = { SEED + try, n, 1 + draw (try, 2, most_workers), classes, NULL }, .labels = g_new (guint8, n) };
  share->rows.labels = share->labels;
  share->knobs = knobs_new (kind->knobs);
  for (guint i = 0; i < n; i++)
    share->labels[i] = MIN (draw (try, 10 + i, classes), draw (try, 10000 + i, classes));
}

static void
share_clear (Share *share)
{
  knobs_free (share->knobs);
  g_free (share->labels);
}

/* Every row once, ascending for each worker, nobody without. Returns the owners. */
static guint32 *
owners_of (const Partition *partition, const PartitionRows *rows)
{
  guint n, total = 0;
  guint32 *owners = g_new (guint32, rows->n_rows);
  memset (owners, 0xff, rows->n_rows * sizeof *owners);
  g_assert_cmpuint (partition_n_rows (partition), ==, rows->n_rows);
  g_assert_cmpuint (partition_n_workers (partition), ==, rows->n_workers);
  for (guint k = 0; k < rows->n_workers; k++, total += n)
    {
      const guint32 *own = partition_rows (partition, k, &n);
      g_assert_cmpuint (n, >, 0);
      for (guint i = 0; i < n; i++)
        {
          g_assert_true (i == 0 || own[i] > own[i - 1]);
          g_assert_cmpuint (owners[own[i]], ==, G_MAXUINT32);
          owners[own[i]] = k;
        }
    }
  g_assert_cmpuint (total, ==, rows->n_rows);
  return owners;
}

static Partition *
make (const PartitionKind *kind, const Share *share)
{
  g_autoptr (GError) error = NULL;
  Partition *partition = partition_new (kind, share->knobs, &share->rows, &error);
  g_assert_no_error (error);
  return partition;
}

static void
assert_even (const Partition *partition, const PartitionRows *rows)
{
  for (guint k = 0; k < rows->n_workers; k++)
    {
      guint n;
      partition_rows (partition, k, &n);
      g_assert_cmpuint (n, >=, rows->n_rows / rows->n_workers);
      g_assert_cmpuint (n, <=, (rows->n_rows - 1) / rows->n_workers + 1);
    }
}

static void
test_iid (void)
{
  for (guint try = 0; try < TRIES; try++)
    {
      Share share;
      share_init (&share, &partition_iid, try, 40);
      g_autoptr (Partition) partition = make (&partition_iid, &share), again = make (&partition_iid, &share);
      share.rows.seed++;
      g_autoptr (Partition) other = make (&partition_iid, &share);
      g_autofree guint32 *owners = owners_of (partition, &share.rows), *same = owners_of (again, &share.rows),
                         *different = owners_of (other, &share.rows);
      gsize bytes = share.rows.n_rows * sizeof *owners;
      assert_even (partition, &share.rows);
      g_assert_cmpmem (owners, bytes, same, bytes);
      g_assert_true (share.rows.n_workers == 1 || memcmp (owners, different, bytes) != 0);
      share_clear (&share);
    }
}

static void
assert_blocks (const guint32 *owners, guint n)
{
  for (guint i = 1; i < n; i++)
    g_assert_true (owners[i] == owners[i - 1] || owners[i] == owners[i - 1] + 1);
}

static void
test_blocks (void)
{
  for (guint try = 0; try < TRIES; try++)
    {
      Share share;
      share_init (&share, &partition_blocks, try, 40);
      g_autoptr (Partition) partition = make (&partition_blocks, &share);
      g_autofree guint32 *owners = owners_of (partition, &share.rows);
      assert_even (partition, &share.rows);
      assert_blocks (owners, share.rows.n_rows);
      share_clear (&share);
    }
}

/* Sizes whose sum is the number of rows are numbers of rows; the same times 0.37 are the same; of others each block is its share
 * to within a row. */
static void
test_block_sizes (void)
{
  for (guint try = 0; try < TRIES; try++)
    {
      Share share;
      share_init (&share, &partition_blocks, try, 12);
      guint workers = share.rows.n_workers, n, whole = try % 3 < 2 ? 0 : 5;
      g_autofree double *sizes = g_new (double, workers);
      double total = 0;
      for (guint k = 0; k < workers; total += sizes[k++])
        sizes[k] = 2 + draw (try, 20000 + k, 60);
      share.rows.n_rows = total + whole;
      g_free (share.labels);
      share.labels = NULL;
      for (guint k = 0; k < workers; k++)
        sizes[k] *= try % 3 == 1 ? 0.37 : 1;
      knobs_set_numbers (share.knobs, "sizes", sizes, workers);
      g_autoptr (Partition) partition = make (&partition_blocks, &share);
      g_autofree guint32 *owners = owners_of (partition, &share.rows);
      assert_blocks (owners, share.rows.n_rows);
      for (guint k = 0; k < workers; k++)
        {
          partition_rows (partition, k, &n);
          double due = sizes[k] / (try % 3 == 1 ? 0.37 : 1) * share.rows.n_rows / total;
          g_assert_cmpfloat_with_epsilon (n, due, whole > 0 ? 1 : 1e-9);
        }
      share_clear (&share);
    }
}

/* Whether worker @k takes class @c: among k·per_client …, modulo their number. */
static gboolean
takes (guint k, guint c, guint per_client, guint classes)
{
  for (guint j = 0; j < per_client; j++)
    if ((k * per_client + j) % classes == c)
      return TRUE;
  return FALSE;
}

/* Rows of class @c: everybody who takes it has as many to within one, and nobody else any. */
static void
assert_class_split (const PartitionRows *rows, const guint32 *owners, guint c, guint per_client)
{
  g_autofree guint *held = g_new0 (guint, rows->n_workers);
  guint least = G_MAXUINT, most = 0;
  for (guint i = 0; i < rows->n_rows; i++)
    held[owners[i]] += rows->labels[i] == c;
  for (guint k = 0; k < rows->n_workers; k++)
    if (takes (k, c, per_client, rows->classes))
      {
        least = MIN (least, held[k]);
        most = MAX (most, held[k]);
      }
    else
      g_assert_cmpuint (held[k], ==, 0);
  g_assert_cmpuint (most, <=, least + 1);
}

/* Enough workers for all classes; a class that many would have to share may have too few rows, so they are few. */
static guint
share_classes (Share *share, guint try)
{
  share_init (share, &partition_classes, try, 1);
  guint per_client = 1 + draw (try, 3, share->rows.classes);
  share->rows.n_workers = (share->rows.classes - 1) / per_client + 1 + draw (try, 4, 3);
  for (guint i = 0; i < 4 * share->rows.classes; i++)
    share->labels[i] = i % share->rows.classes;
  knobs_set_number (share->knobs, "per_client", per_client);
  return per_client;
}

static void
test_classes (void)
{
  for (guint try = 0; try < TRIES; try++)
    {
      Share share;
      guint per_client = share_classes (&share, try);
      g_autoptr (Partition) partition = make (&partition_classes, &share);
      g_autofree guint32 *owners = owners_of (partition, &share.rows);
      for (guint c = 0; c < share.rows.classes; c++)
        assert_class_split (&share.rows, owners, c, per_client);
      share_clear (&share);
    }
}

/* Half of the rows spill: most of these end where their class is not held, and none of the others does. All spilt, the classes do
 * not count. */
static void
test_spill (void)
{
  for (guint try = 0; try < TRIES; try++)
    {
      Share share;
      guint per_client = share_classes (&share, try), strays = 0;
      double away = 0; /* the chance of a row that spills */
      knobs_set_number (share.knobs, "spill", 0.5);
      g_autoptr (Partition) half = make (&partition_classes, &share);
      knobs_set_number (share.knobs, "spill", 1);
      g_autoptr (Partition) all = make (&partition_classes, &share);
      g_autofree guint32 *owners = owners_of (half, &share.rows), *unused = owners_of (all, &share.rows);
      const PartitionRows *rows = &share.rows;
      for (guint i = 0; i < rows->n_rows; i++)
        {
          guint outside = 0;
          strays += !takes (owners[i], rows->labels[i], per_client, rows->classes);
          for (guint k = 0; k < rows->n_workers; k++)
            outside += !takes (k, rows->labels[i], per_client, rows->classes);
          away += (double)outside / rows->n_workers / rows->n_rows;
        }
      g_assert_cmpfloat_with_epsilon (strays, 0.5 * away * rows->n_rows, 3 * sqrt (rows->n_rows));
      assert_even (all, rows);
      share_clear (&share);
    }
}

static void
refuse (const PartitionKind *kind, const Share *share, const char *blame, const char *message)
{
  g_autoptr (GError) error = NULL;
  const char *found = NULL;
  g_assert_null (partition_new (kind, share->knobs, &share->rows, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, message));
  if (!blame)
    return;
  g_clear_error (&error);
  g_assert_false (partition_accepts (kind, share->knobs, &share->rows, &found, &error));
  g_assert_cmpstr (found, ==, blame);
}

static void
test_refused (void)
{
  Share share;
  share_init (&share, &partition_iid, 1, 1);
  share.rows.n_workers = share.rows.n_rows + 1;
  g_autofree char *one_too_many = g_strdup_printf ("worker %u would hold no row", share.rows.n_rows);
  refuse (&partition_iid, &share, NULL, one_too_many);
  share_clear (&share);
  share_init (&share, &partition_blocks, 1, 1);
  share.rows.n_workers = 3;
  knobs_set_numbers (share.knobs, "sizes", (const double[]){ 1, 2 }, 2);
  refuse (&partition_blocks, &share, "sizes", "each of the 3 workers, found 2");
  knobs_set_numbers (share.knobs, "sizes", (const double[]){ 1, 1e-9, 2 }, 3);
  refuse (&partition_blocks, &share, "sizes", "worker 1 would hold no row");
  share_clear (&share);
  share_init (&share, &partition_classes, 1, 1);
  share.rows.n_workers = share.rows.classes = 4;
  memset (share.labels, 2, share.rows.n_rows);
  knobs_set_number (share.knobs, "per_client", 5);
  refuse (&partition_classes, &share, "per_client", "at most 4, the number of classes, found 5");
  knobs_set_number (share.knobs, "per_client", 1);
  refuse (&partition_classes, &share, NULL, "worker 0 would hold no row");
  share.rows.n_workers = 3;
  refuse (&partition_classes, &share, "per_client", "3 workers with 1 classes each hold 3 of the 4 classes");
  share.rows.classes = 0;
  refuse (&partition_classes, &share, "kind", "these data have none");
  share_clear (&share);
}

/* 40 rows in blocks of 7, 12 and 21, batches of 5: passes of 2, 3 and 5 batches, the last of 2, 2 and 1 rows. */
static const guint sizes[3] = { 7, 12, 21 }, passes[3] = { 2, 3, 5 }, firsts[3] = { 0, 7, 19 };

static Order *
own_order (gboolean shuffled)
{
  const PartitionRows rows = { SEED, 40, 3, 0, NULL };
  g_autoptr (Knobs) knobs = knobs_new (partition_blocks.knobs);
  knobs_set_numbers (knobs, "sizes", (const double[]){ 7, 12, 21 }, 3);
  return order_new_own (shuffled, SEED, partition_new (&partition_blocks, knobs, &rows, NULL), 5);
}

static void
test_own_file_order (void)
{
  g_autoptr (Order) order = own_order (FALSE);
  guint32 rows[5];
  g_assert_cmpuint (order_epoch_rows (order), ==, 40);
  for (guint k = 0; k < 3; k++)
    {
      guint64 until = 0;
      g_assert_cmpuint (order_pass (order, k), ==, passes[k]);
      g_assert_cmpuint (order_rows (order, k), ==, sizes[k]);
      for (guint step = 0; step < 23; step++)
        {
          guint at = step % passes[k] * 5, n = order_batch (order, k, step, rows);
          g_assert_cmpuint (n, ==, MIN (5, sizes[k] - at));
          for (guint i = 0; i < n; i++)
            g_assert_cmpuint (rows[i], ==, firsts[k] + at + i);
          g_assert_cmpuint (order_rows_of (order, k, step, 1), ==, n);
          until += n;
          g_assert_cmpuint (order_rows_of (order, k, 0, step + 1), ==, until);
        }
    }
}

/* The rows of @worker's pass @pass, in order; they are its own, each once. */
static void
rows_of_pass (Order *order, guint worker, guint pass, guint32 *out)
{
  guint8 seen[40] = { 0 };
  guint n = 0;
  for (guint i = 0; i < passes[worker]; i++)
    n += order_batch (order, worker, pass * passes[worker] + i, out + n);
  g_assert_cmpuint (n, ==, sizes[worker]);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (out[i] - firsts[worker], <, sizes[worker]);
      g_assert_cmpuint (seen[out[i]]++, ==, 0);
    }
}

/* A pass is a permutation of its own, and does not depend on what was asked before. */
static void
test_own_shuffled (void)
{
  g_autoptr (Order) order = own_order (TRUE), alone = own_order (TRUE);
  guint32 first[21], second[21], again[21];
  for (guint k = 0; k < 3; k++)
    {
      gsize bytes = sizes[k] * sizeof *first;
      rows_of_pass (order, k, 0, first);
      rows_of_pass (order, k, 1, second);
      rows_of_pass (alone, k, 1, again);
      g_assert_true (memcmp (first, second, bytes) != 0);
      g_assert_cmpmem (again, bytes, second, bytes);
      rows_of_pass (order, k, 0, again);
      g_assert_cmpmem (again, bytes, first, bytes);
    }
}

void
add_partition_tests (void)
{
  g_test_add_func ("/partition/iid", test_iid);
  g_test_add_func ("/partition/blocks", test_blocks);
  g_test_add_func ("/partition/block-sizes", test_block_sizes);
  g_test_add_func ("/partition/classes", test_classes);
  g_test_add_func ("/partition/spill", test_spill);
  g_test_add_func ("/partition/refused", test_refused);
  g_test_add_func ("/partition/own-file-order", test_own_file_order);
  g_test_add_func ("/partition/own-shuffled", test_own_shuffled);
}
