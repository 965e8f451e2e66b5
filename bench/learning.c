/* The learning loop on one thread, beside the floor that no code of ours can go under: the same matrix products at the same
 * places and nothing else. An iteration gathers a shuffled batch, goes forward and back, and takes a step of plain sgd.
 *
 * The products are those that the model asks for: the program is linked with blas_multiply wrapped, one iteration is written down,
 * and the floor replays it. The two take turns, a few dozen times; printed are medians. */
#include "learning/blas.h"
#include "learning/init.h"
#include "learning/optimizer.h"
#include "base/random.h"
#include "processor_time.h"
#include "row.h"
#include <math.h>

#define ROWS 20000 /* 63 MB: more than any cache */
#define FEATURES 784
#define TURNS 31     /* of the loop and of its floor */
#define TURN_S 0.02

typedef struct
{
  const char *name;
  const ModelKind *kind;
  gint64 channels[2], hidden[2]; /* LeNet's convolutions, or none */
  guint batch;
  double asked; /* share of the floor */
} Work;

static const Work works[] = {
  { "mlp 784-128-64-10", &model_mlp, { 0 }, { 128, 64 }, 32, 0.85 },
  { "mlp 784-128-64-10", &model_mlp, { 0 }, { 128, 64 }, 128, 0.92 },
  { "cnn lenet", &model_cnn, { 6, 16 }, { 120, 84 }, 32, 0.8 },
  { "cnn lenet", &model_cnn, { 6, 16 }, { 120, 84 }, 128, 0.8 },
  { "cnn 8 x 3x3", &model_cnn, { 8 }, { 0 }, 32, 0.8 },
};

typedef struct
{
  BlasForm form_a, form_b;
  int m, n, k, lda, ldb, ldc;
  const float *a, *b;
  float beta, *c;
} Product;

/* What one iteration multiplies; NULL: nobody takes notes. */
static GArray *notes;

void __real_blas_multiply (BlasForm form_a, BlasForm form_b, int m, int n, int k, const float *a, int lda, const float *b, int ldb,
                           float beta, float *c, int ldc);
void __wrap_blas_multiply (BlasForm form_a, BlasForm form_b, int m, int n, int k, const float *a, int lda, const float *b, int ldb,
                           float beta, float *c, int ldc);

void
__wrap_blas_multiply (BlasForm form_a, BlasForm form_b, int m, int n, int k, const float *a, int lda, const float *b, int ldb,
                      float beta, float *c, int ldc)
{
  if (notes)
    {
      const Product product = { form_a, form_b, m, n, k, lda, ldb, ldc, a, b, beta, c };
      g_array_append_val (notes, product);
    }
  __real_blas_multiply (form_a, form_b, m, n, k, a, lda, b, ldb, beta, c, ldc);
}

static void
replay (const GArray *products)
{
  for (guint i = 0; i < products->len; i++)
    {
      const Product *p = &g_array_index (products, Product, i);
      __real_blas_multiply (p->form_a, p->form_b, p->m, p->n, p->k, p->a, p->lda, p->b, p->ldb, p->beta, p->c, p->ldc);
    }
}

typedef struct
{
  const Work *work;
  const Dataset *data;
  Model *model;
  Optimizer *optimizer;
  float *w, *grad, *workspace;
  guint32 *rows; /* a permutation of the data's */
  guint next;
} Loop;

static float *
floats_new (gsize n)
{
  void *p = NULL;
  g_assert_cmpint (posix_memalign (&p, 64, n * sizeof (float)), ==, 0);
  memset (p, 0, n * sizeof (float));
  return p;
}

static Model *
work_model (const Work *work, const Dataset *shape)
{
  g_autoptr (Knobs) knobs = knobs_new (work->kind->knobs);
  g_autoptr (GError) error = NULL;
  if (work->hidden[0] > 0)
    knobs_set_integers (knobs, "hidden", work->hidden, 2);
  if (work->channels[1] > 0)
    {
      knobs_set_integers (knobs, "channels", work->channels, 2);
      knobs_set_integers (knobs, "kernel", (gint64[]){ 5 }, 1);
      knobs_set_integers (knobs, "padding", (gint64[]){ 2, 0 }, 2);
    }
  Model *model = model_new (work->kind, knobs, shape, &error);
  g_assert_no_error (error);
  return model;
}

static Loop
loop_new (const Work *work, const Dataset *data)
{
  Loop loop = { .work = work, .data = data, .model = work_model (work, data), .rows = g_new (guint32, ROWS) };
  gsize n = model_n_parameters (loop.model);
  g_autoptr (Knobs) knobs = knobs_new (optimizer_sgd.knobs);
  knobs_set_number (knobs, "rate", 0.01);
  loop.optimizer = optimizer_new (&optimizer_sgd, knobs, loop.model, 0, n);
  loop.w = floats_new (n);
  loop.grad = floats_new (n);
  loop.workspace = floats_new (model_workspace_floats (loop.model, work->batch));
  init_parameters (word_find (&init_words, "he"), loop.model, 1, loop.w);
  random_permutation (1, RANDOM_TEST, 0, loop.rows, ROWS);
  return loop;
}

static void
loop_clear (Loop *loop)
{
  optimizer_free (loop->optimizer);
  model_free (loop->model);
  free (loop->w);
  free (loop->grad);
  free (loop->workspace);
  g_free (loop->rows);
}

static void
step (Loop *loop)
{
  guint n = loop->work->batch;
  loop->next = loop->next + 2 * n > ROWS ? 0 : loop->next + n;
  const Batch batch = { loop->data->train_x, loop->data->train_y, NULL, loop->rows + loop->next, n };
  model_gradient (loop->model, loop->w, &batch, loop->grad, loop->workspace);
  optimizer_apply (loop->optimizer, loop->w, loop->w, loop->grad);
}

static Dataset *
made_up_data (void)
{
  Dataset *data = g_new0 (Dataset, 1);
  *data = (Dataset){ .n_train = ROWS, .features = FEATURES, .classes = 10, .shape = { 1, 28, 28 } };
  g_assert_true (dataset_allocate (data, NULL));
  for (guint32 i = 0; i < (guint32)ROWS * FEATURES; i++)
    data->train_x[i] = (float)(i * 2654435761u >> 8) / (1 << 24);
  for (guint i = 0; i < ROWS; i++)
    data->train_y[i] = i % 10;
  return data;
}

/* The products of one iteration. */
static GArray *
products_of (Loop *loop)
{
  notes = g_array_new (FALSE, FALSE, sizeof (Product));
  step (loop);
  return g_steal_pointer (&notes);
}

/* Seconds of an iteration, over @n. */
static double
time_of (Loop *loop, const GArray *products, guint n)
{
  double begin = processor_time_s ();
  for (guint i = 0; i < n; i++)
    if (products)
      replay (products);
    else
      step (loop);
  return (processor_time_s () - begin) / n;
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double
median (double *values, guint n)
{
  qsort (values, n, sizeof *values, compare);
  return values[n / 2];
}

static void
measure (const Work *work, const Dataset *data)
{
  Loop loop = loop_new (work, data);
  g_autoptr (GArray) products = products_of (&loop);
  double ours[TURNS], floor[TURNS], share[TURNS];
  double about = time_of (&loop, NULL, 20);
  guint n = (guint)ceil (TURN_S / about);
  for (guint i = 0; i < TURNS; i++)
    {
      ours[i] = time_of (&loop, NULL, n);
      floor[i] = time_of (&loop, products, n);
      share[i] = floor[i] / ours[i];
    }
  double seconds = median (ours, TURNS);
  BenchRow row = bench_row (work->name, work->batch, seconds * 1e6, "us/step");
  row.lower = TRUE;
  row.limit = median (share, TURNS) * seconds * 1e6;
  row.asked = work->asked;
  bench_print (&row);
  loop_clear (&loop);
}

/* Arguments: beginnings of the names of what is measured; none: all. */
static gboolean
wanted (const Work *work, char **names)
{
  gboolean any = !*names;
  for (; *names; names++)
    any = any || g_str_has_prefix (work->name, *names);
  return any;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Dataset) data = made_up_data ();
  if (!blas_start (1, &error))
    g_error ("%s", error->message);
  for (guint i = 0; i < G_N_ELEMENTS (works); i++)
    if (wanted (&works[i], argv + 1))
      measure (&works[i], data);
  return 0;
}
