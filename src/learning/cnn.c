/* A convolutional network: convolutions with ReLU and max pooling, then a dense stack; mean cross-entropy. Images are channels
 * first, and the dense stack sees the last ones flattened in that order. */
#include "base/error.h"
#include "learning/conv.h"
#include "learning/dense.h"
#include "learning/loss.h"

/* A convolution, where its parameters are in the model's, and where its two results are in the workspace: so many floats a row of
 * the batch after its beginning. */
typedef struct
{
  Conv conv;
  gsize weights;
  gsize middle, out;
} Stage;

typedef struct
{
  guint n_stages, features, classes;
  Stage *stages;
  gsize row_floats; /* of the input and all the stages' results, a row of the batch */
  gsize scratch;    /* the largest of the stages' */
  gsize dense_weights;
  DenseStack dense;
} Cnn;

static const Knob cnn_knobs[] = {
  { .name = "channels", .type = KNOB_INTEGERS, .value = 8, .min = 1, .max = 65536, .help = "channels after each convolution" },
  { .name = "kernel",
    .type = KNOB_INTEGERS,
    .value = 3,
    .min = 1,
    .max = 1024,
    .help = "kernel's side; one number, or one a convolution" },
  { .name = "padding",
    .type = KNOB_INTEGERS,
    .value = 0,
    .min = 0,
    .max = 1024,
    .help = "zeros around the image; one number, or one a convolution" },
  { .name = "pool",
    .type = KNOB_INTEGERS,
    .value = 2,
    .min = 1,
    .max = 1024,
    .help = "side of the max pooling's squares, 1 for none; one number, or one a convolution" },
  { .name = "hidden",
    .type = KNOB_INTEGERS,
    .value = NAN,
    .min = 1,
    .max = 1000000,
    .help = "widths of the dense layers before the last" },
  { 0 },
};

static void
cnn_free (gpointer data)
{
  Cnn *net = data;
  g_free (net->stages);
  dense_stack_clear (&net->dense);
  g_free (net);
}

/* Entry @i of a knob that has one number for all convolutions, or one for each. */
static guint
entry (const Knobs *knobs, const char *name, guint i)
{
  guint n;
  const gint64 *values = knob_integers (knobs, name, &n);
  return values[n == 1 ? 0 : i];
}

static gboolean
check_knobs (const Knobs *knobs, const Dataset *shape, guint n_stages, GError **error)
{
  static const char *const lists[] = { "kernel", "padding", "pool" };
  guint n;
  if (n_stages == 0)
    {
      g_set_error_literal (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "model \"cnn\" needs an entry in \"channels\"");
      return FALSE;
    }
  if (shape->shape[0] == 0)
    {
      g_set_error_literal (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT,
                           "model \"cnn\" needs images: data with a height and a width");
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      knob_integers (knobs, lists[i], &n);
      if (n == 1 || n == n_stages)
        continue;
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT,
                   "\"%s\" has %u entries; give one, or one for each of the %u in \"channels\"", lists[i], n, n_stages);
      return FALSE;
    }
  return TRUE;
}

static void
add_stage_tensors (Model *model, const Conv *conv, guint number)
{
  g_autofree char *kernels = g_strdup_printf ("K%u", number);
  g_autofree char *bias = g_strdup_printf ("kb%u", number);
  Tensor weights = { .name = kernels,
                     .rows = conv->channels,
                     .columns = conv_columns (conv),
                     .window = conv->kernel * conv->kernel,
                     .flops = 2.0 * conv_middle (conv) * conv_columns (conv),
                     .activations = conv_middle (conv) + conv_out (conv) };
  model_add_tensor (model, &weights);
  model_add_tensor (model, &(Tensor){ .name = bias, .rows = conv->channels, .columns = 1, .bias = TRUE });
}

/* Stage @i on images of @in[3] (channels, height, width), which become those of its output. */
static gboolean
add_stage (Cnn *net, Model *model, const Knobs *knobs, guint i, guint in[3], GError **error)
{
  Stage *stage = &net->stages[i];
  Conv *conv = &stage->conv;
  guint kernel = entry (knobs, "kernel", i);
  if (!conv_init (conv, in[0], in[1], in[2], entry (knobs, "channels", i), kernel, entry (knobs, "padding", i),
                  entry (knobs, "pool", i)))
    {
      g_set_error (
          error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT,
          "model \"cnn\": nothing is left of the image (%u x %u) after convolution %u with its kernel of %u and its pooling",
          in[1], in[2], i + 1, kernel);
      return FALSE;
    }
  stage->weights = model_n_parameters (model);
  stage->middle = net->row_floats;
  stage->out = stage->middle + aligned_floats (conv_middle (conv));
  net->row_floats = stage->out + aligned_floats (conv_out (conv));
  net->scratch = MAX (net->scratch, conv_scratch (conv));
  add_stage_tensors (model, conv, i + 1);
  in[0] = conv->channels;
  in[1] = conv->out_height;
  in[2] = conv->out_width;
  return TRUE;
}

static gboolean
cnn_build (Model *model, const Knobs *knobs, const Dataset *shape, GError **error)
{
  Cnn *net = g_new0 (Cnn, 1);
  guint in[3] = { shape->shape[0], shape->shape[1], shape->shape[2] }, n_hidden;
  model_set_state (model, net, cnn_free);
  knob_integers (knobs, "channels", &net->n_stages);
  if (!check_knobs (knobs, shape, net->n_stages, error))
    return FALSE;
  net->features = shape->features;
  net->classes = shape->classes;
  net->stages = g_new0 (Stage, net->n_stages);
  net->row_floats = aligned_floats (shape->features);
  for (guint i = 0; i < net->n_stages; i++)
    if (!add_stage (net, model, knobs, i, in, error))
      return FALSE;
  const gint64 *hidden = knob_integers (knobs, "hidden", &n_hidden);
  net->dense_weights = model_n_parameters (model);
  dense_stack_init (&net->dense, model, in[0] * in[1] * in[2], hidden, n_hidden, shape->classes, 1);
  return TRUE;
}

static gsize
cnn_workspace_floats (const Model *model, guint n)
{
  const Cnn *net = model_state (model);
  return n * net->row_floats + dense_stack_floats (&net->dense, n) + net->scratch;
}

/* The outputs [n][classes], in @workspace. */
static float *
cnn_forward (const Cnn *net, const float *w, const float *x, guint n, float *workspace)
{
  float *dense = workspace + n * net->row_floats;
  float *scratch = dense + dense_stack_floats (&net->dense, n);
  for (guint i = 0; i < net->n_stages; i++)
    {
      const Stage *stage = &net->stages[i];
      float *out = workspace + n * stage->out;
      conv_forward (&stage->conv, w + stage->weights, x, n, workspace + n * stage->middle, out, scratch);
      x = out;
    }
  return dense_stack_forward (&net->dense, w + net->dense_weights, x, n, dense);
}

/* Each stage's output is replaced by its gradient, last to first. */
static void
cnn_backward (const Cnn *net, const float *w, const float *x, guint n, float *workspace, float *grad)
{
  float *dense = workspace + n * net->row_floats;
  float *scratch = dense + dense_stack_floats (&net->dense, n);
  float *out = workspace + n * net->stages[net->n_stages - 1].out;
  dense_stack_backward (&net->dense, w + net->dense_weights, out, n, dense, grad + net->dense_weights, out);
  for (guint i = net->n_stages; i-- > 0;)
    {
      const Stage *stage = &net->stages[i];
      float *below = i > 0 ? workspace + n * net->stages[i - 1].out : NULL;
      conv_backward (&stage->conv, w + stage->weights, below ? below : x, n, workspace + n * stage->middle,
                     workspace + n * stage->out, grad + stage->weights, below, scratch);
    }
}

static double
cnn_gradient (const Model *model, const float *w, const Batch *batch, float *grad, float *workspace)
{
  const Cnn *net = model_state (model);
  const float *x = batch_gather (batch, net->features, workspace);
  float *z = cnn_forward (net, w, x, batch->n, workspace);
  double loss = loss_cross_entropy.gradient (batch, net->classes, z);
  cnn_backward (net, w, x, batch->n, workspace, grad);
  return loss;
}

static void
cnn_evaluate (const Model *model, const float *w, const Batch *batch, Evaluation *out, float *workspace)
{
  const Cnn *net = model_state (model);
  const float *x = batch_gather (batch, net->features, workspace);
  loss_cross_entropy.evaluate (batch, net->classes, cnn_forward (net, w, x, batch->n, workspace), out);
}

const ModelKind model_cnn = {
  .name = "cnn",
  .summary = "convolutions with ReLU and max pooling, then dense layers; cross-entropy",
  .knobs = cnn_knobs,
  .classifies = TRUE,
  .build = cnn_build,
  .workspace_floats = cnn_workspace_floats,
  .gradient = cnn_gradient,
  .evaluate = cnn_evaluate,
};
