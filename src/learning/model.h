/* Models that can be trained: a loss and its gradient over flat float32 parameters.
 *
 * A kind is one const descriptor in its own file (linear.c, softmax.c, mlp.c). A Model is immutable; workspace is the caller's,
 * one a thread, so gradients of different workers run side by side. Parameters and gradients are one contiguous vector: the
 * tensors one after another, row-major, weights W[out][in] before their bias.
 */
#pragma once

#include "base/knob.h"
#include "learning/dataset.h"

typedef struct _Model Model;

typedef struct
{
  const char *name; /* "W1"; static or owned by the model */
  gsize first, count;
  guint rows, columns; /* [out][in]; a bias has one column */
  guint window;        /* of a convolution: kernel², which columns counts too; else 1 */
  gboolean bias;       /* no decay, starts at zero */
  double flops;        /* forward FLOPs per sample of the layer that it belongs to (counted on the weights; 0 on the bias) */
  gsize activations;   /* floats per sample that the layer leaves for the backward pass (counted on the weights) */
} Tensor;

/* Rows of a batch, gathered by the model into its workspace. */
typedef struct
{
  const float *x;      /* [rows of the data set][features] */
  const guint8 *y;     /* classes, or NULL */
  const float *t;      /* targets, or NULL */
  const guint32 *rows; /* [n] row numbers; NULL: 0 … n-1 counted from x */
  guint n;
} Batch;

typedef struct
{
  double loss_sum; /* of the per-row losses */
  guint correct;   /* rows whose largest output is their class; 0 for regression */
} Evaluation;

typedef struct _ModelKind
{
  const char *name; /* the word in workload.model */
  const char *summary;
  const Knob *knobs;   /* "hidden", … */
  gboolean classifies; /* needs classes (otherwise targets) */
  /* Sets up @model's tensors with model_add_tensor and its own state. LOCKSTEP_ERROR_INPUT when the data's shape does not fit. */
  gboolean (*build) (Model *model, const Knobs *knobs, const Dataset *shape, GError **error);
  gsize (*workspace_floats) (const Model *model, guint n);
  /* Mean loss over the batch's n rows at @w; its gradient (of the mean) into @grad (all of it written). n >= 1. Float32 with
   * BLAS, the loss in double. */
  double (*gradient) (const Model *model, const float *w, const Batch *batch, float *grad, float *workspace);
  void (*evaluate) (const Model *model, const float *w, const Batch *batch, Evaluation *out, float *workspace);
} ModelKind;

extern const ModelKind model_linear, model_softmax, model_mlp, model_cnn;

/** NULL-terminated. */
extern const ModelKind *const model_table[];
extern const WordTable model_words;

/** Only @shape's features, classes and shape are read. (transfer full) */
Model *model_new (const ModelKind *kind, const Knobs *knobs, const Dataset *shape, GError **error);
void model_free (Model *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Model, model_free)

/* For the kinds. */
/** Appends @tensor: its name is copied, first and count are worked out, a window of 0 means 1. */
void model_add_tensor (Model *model, const Tensor *tensor);
/** The batch's rows side by side [n][features]: copied into @room, or where they are when they are so already. */
const float *batch_gather (const Batch *batch, guint features, float *room);
void model_set_state (Model *model, gpointer state, GDestroyNotify destroy);
gpointer model_state (const Model *model);

const ModelKind *model_kind (const Model *model);
gsize model_n_parameters (const Model *model);
const Tensor *model_tensors (const Model *model, guint *n);

/** As the kind's functions. @workspace has model_workspace_floats (model, batch->n) floats, aligned to 64 bytes where possible.
 */
gsize model_workspace_floats (const Model *model, guint n);
double model_gradient (const Model *model, const float *w, const Batch *batch, float *grad, float *workspace);
/** Any number of rows: splits them into chunks of at most @chunk rows; @workspace is for @chunk. Sums in row order. */
void model_evaluate (const Model *model, const float *w, const Batch *batch, guint chunk, Evaluation *out, float *workspace);
