/* Partitions that give workers different mixtures, or different amounts, of rows. */
#include "base/random.h"
#include "learning/partition.h"
#include "suites.h"

#define SEED 1900
#define TRIES 40
#define CLASSES 10

typedef struct
{
  PartitionRows rows;
  guint8 *labels;
  Knobs *knobs;
  const PartitionKind *kind;
} Share;

/* Rows whose classes are drawn at random. */
static Share
share_new (const PartitionKind *kind, guint try, guint n_rows, guint n_workers)
{
  Share share = { .rows = { SEED + try, n_rows, n_workers, CLASSES, NULL }, .labels = g_new (guint8, n_rows), .kind = kind };
  share.rows.labels = share.labels;
  share.knobs = knobs_new (kind->knobs);
  for (guint i = 0; i < n_rows; i++)
    share.labels[i] = random_below (SEED, RANDOM_TEST, try, i, CLASSES);
  return share;
}

static void
share_clear (Share *share)
{
  g_free (share->labels);
  knobs_free (share->knobs);
}

static guint
draw (guint try, guint what, guint n)
{
  return random_below (SEED, RANDOM_TEST, G_MAXUINT32 - try, what, n);
}

/* Shares out, sees that every row is held once and nobody is without, and counts [worker][class]. (transfer full) */
static guint *
held_of (const Share *share)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Partition) partition = partition_new (share->kind, share->knobs, &share->rows, &error);
  g_autofree gboolean *seen = g_new0 (gboolean, share->rows.n_rows);
  guint *held = g_new0 (guint, share->rows.n_workers * CLASSES), total = 0, n;
  g_assert_no_error (error);
  for (guint k = 0; k < share->rows.n_workers; k++, total += n)
    {
      const guint32 *own = partition_rows (partition, k, &n);
      g_assert_cmpuint (n, >, 0);
      for (guint i = 0; i < n; i++)
        {
          g_assert_false (seen[own[i]]);
          seen[own[i]] = TRUE;
          held[k * CLASSES + share->labels[own[i]]]++;
        }
    }
  g_assert_cmpuint (total, ==, share->rows.n_rows);
  return held;
}

static guint
rows_of (const guint *held, guint k)
{
  guint n = 0;
  for (guint c = 0; c < CLASSES; c++)
    n += held[k * CLASSES + c];
  return n;
}

/* Rows of classes before @class. */
static guint
rows_before (const Share *share, guint class)
{
  guint n = 0;
  for (guint i = 0; i < share->rows.n_rows; i++)
    n += share->labels[i] < class;
  return n;
}

/* MNIST's shape of the paper: 100 workers, two shards of 300 of 60,000 rows each. Here every class has whole shards, so that nobody
 * holds more than two classes, and some hold one. */
static void
test_shards_of_whole_classes (void)
{
  Share share = share_new (&partition_shards, 0, 60000, 100);
  guint two = 0;
  for (guint i = 0; i < share.rows.n_rows; i++)
    share.labels[i] = i % CLASSES;
  g_autofree guint *held = held_of (&share);
  for (guint k = 0; k < 100; k++)
    {
      guint classes = 0;
      for (guint c = 0; c < CLASSES; c++)
        {
          g_assert_cmpuint (held[k * CLASSES + c] % 300, ==, 0);
          classes += held[k * CLASSES + c] > 0;
        }
      g_assert_cmpuint (rows_of (held, k), ==, 600);
      g_assert_cmpuint (classes, <=, 2);
      two += classes == 2;
    }
  /* Two of 200 shards, 20 of a class: 1 - 19/199 of the workers. */
  g_assert_cmpuint (two, >=, 80);
  g_assert_cmpuint (two, <=, 99);
  share_clear (&share);
}

/* A shard covers at most as many classes as begin in it, and one more. */
static void
test_shards (void)
{
  for (guint try = 0; try < TRIES; try++)
    {
      guint workers = 1 + draw (try, 0, 30), per_client = 1 + draw (try, 1, 4), n = 400 + draw (try, 2, 300);
      Share share = share_new (&partition_shards, try, n, workers);
      guint pieces = 0, borders = 0, shards = workers * per_client;
      knobs_set_number (share.knobs, "per_client", per_client);
      g_autofree guint *held = held_of (&share);
      for (guint i = 0; i < workers * CLASSES; i++)
        pieces += held[i] > 0;
      for (guint c = 1; c < CLASSES; c++)
        borders += rows_before (&share, c) > 0;
      g_assert_cmpuint (pieces, <=, shards + borders);
      for (guint k = 0; k < workers; k++)
        {
          g_assert_cmpuint (rows_of (held, k), >=, per_client * (n / shards));
          g_assert_cmpuint (rows_of (held, k), <=, per_client * (n / shards + 1));
        }
      share_clear (&share);
    }
}

/* The mean over classes of Σ p², for Dir(α·1) over K workers: (1 + α)/(1 + K·α). */
static void
test_dirichlet_moments (void)
{
  static const double alphas[] = { 0.05, 0.5, 5, 1e6 };
  for (guint a = 0; a < G_N_ELEMENTS (alphas); a++)
    {
      double squares = 0, expected = (1 + alphas[a]) / (1 + 8 * alphas[a]);
      for (guint try = 0; try < TRIES; try++)
        {
          Share share = share_new (&partition_dirichlet, 100 * a + try, 5000, 8);
          knobs_set_number (share.knobs, "alpha", alphas[a]);
          g_autofree guint *held = held_of (&share);
          for (guint c = 0; c < CLASSES; c++)
            for (guint k = 0; k < 8; k++)
              {
                double n = rows_before (&share, c + 1) - rows_before (&share, c), p = held[k * CLASSES + c] / n;
                squares += p * p / (CLASSES * TRIES);
              }
          share_clear (&share);
        }
      g_assert_cmpfloat_with_epsilon (squares, expected, 0.05 * expected + 1e-3);
    }
}

static guint
largest_holder (const guint *held, guint class)
{
  guint largest = 0;
  for (guint k = 1; k < 8; k++)
    largest = held[k * CLASSES + class] > held[largest * CLASSES + class] ? k : largest;
  return largest;
}

/* Every class is drawn for itself: two of them are mostly the same worker's by chance alone, one time in eight. */
static void
test_dirichlet_classes (void)
{
  guint same = 0;
  for (guint try = 0; try < TRIES; try++)
    {
      Share share = share_new (&partition_dirichlet, try, 5000, 8);
      knobs_set_number (share.knobs, "alpha", 0.1);
      g_autofree guint *held = held_of (&share);
      for (guint c = 1; c < CLASSES; c++)
        same += largest_holder (held, c) == largest_holder (held, c - 1);
      share_clear (&share);
    }
  g_assert_cmpfloat_with_epsilon (same / (TRIES * 9.0), 1 / 8.0, 0.06);
}

/* The logarithms of sizes have σ as their standard deviation; with σ 0 all are equal to within one row. */
static void
test_quantity (void)
{
  double sum = 0, squares = 0;
  for (guint try = 0; try < TRIES; try++)
    {
      Share share = share_new (&partition_quantity, try, 40000, 50);
      knobs_set_number (share.knobs, "sigma", try % 2 * 0.7);
      g_autofree guint *held = held_of (&share);
      double mean = 0;
      for (guint k = 0; k < 50; k++)
        mean += log (rows_of (held, k)) / 50;
      for (guint k = 0; k < 50; k++)
        if (try % 2 == 0)
          g_assert_cmpuint (rows_of (held, k), ==, 800);
        else
          squares += pow (log (rows_of (held, k)) - mean, 2), sum++;
      share_clear (&share);
    }
  g_assert_cmpfloat_with_epsilon (sqrt (squares / (sum * 49 / 50)), 0.7, 0.03);
}

/* As many workers as rows: each holds one, whatever was drawn. With fewer, who would have none gets one; who holds no more than
 * the mean gives none away. */
static void
test_nobody_is_without (void)
{
  for (guint try = 0; try < TRIES; try++)
    {
      Share share = share_new (try % 2 ? &partition_quantity : &partition_dirichlet, try, 120, 120 - (try % 4 < 2 ? 0 : draw (try, 3, 90)));
      knobs_set_number (share.knobs, try % 2 ? "sigma" : "alpha", try % 2 ? 5 : 0.02);
      g_autofree guint *held = held_of (&share);
      for (guint k = 0; k < share.rows.n_workers && share.rows.n_workers == 120; k++)
        g_assert_cmpuint (rows_of (held, k), ==, 1);
      share_clear (&share);
    }
}

/* Worker 0 holds two rows, the mean; 1 holds all others; 2 and 3 take the last of those, one each. */
static void
test_feed (void)
{
  const PartitionRows rows = { .n_rows = 9, .n_workers = 4 };
  guint32 owners[] = { 1, 1, 1, 1, 1, 1, 0, 1, 0 };
  static const guint32 fed[] = { 1, 1, 1, 1, 1, 3, 0, 2, 0 };
  partition_feed (&rows, owners);
  g_assert_cmpmem (owners, sizeof owners, fed, sizeof fed);
}

static void
test_too_many_shards (void)
{
  g_autoptr (GError) error = NULL;
  const char *blame;
  Share share = share_new (&partition_shards, 0, 100, 51);
  g_assert_false (partition_accepts (share.kind, share.knobs, &share.rows, &blame, &error));
  g_assert_cmpstr (blame, ==, "per_client");
  g_assert_cmpstr (error->message, ==, "100 rows cannot be cut into 102 shards, 51 workers with 2 each");
  share_clear (&share);
}

void
add_skewed_partition_tests (void)
{
  g_test_add_func ("/partition/shards-of-whole-classes", test_shards_of_whole_classes);
  g_test_add_func ("/partition/shards", test_shards);
  g_test_add_func ("/partition/too-many-shards", test_too_many_shards);
  g_test_add_func ("/partition/dirichlet-moments", test_dirichlet_moments);
  g_test_add_func ("/partition/dirichlet-classes", test_dirichlet_classes);
  g_test_add_func ("/partition/quantity", test_quantity);
  g_test_add_func ("/partition/nobody-is-without", test_nobody_is_without);
  g_test_add_func ("/partition/feed", test_feed);
}
