/* Losses over a model's outputs. Labels and targets come through the batch's rows. */
#pragma once

#include "learning/model.h"

typedef struct
{
  /* Mean loss of @z [batch->n][width]; replaces @z by the gradient of the mean. Float32, the sum in double. */
  double (*gradient) (const Batch *batch, guint width, float *z);
  /* Sum of the losses, and the rows that are right. */
  void (*evaluate) (const Batch *batch, guint width, const float *z, Evaluation *out);
} Loss;

/* −log softmax(z)[class], the largest output subtracted first; and (z − target)², width 1, without a half. */
extern const Loss loss_cross_entropy, loss_squared;

/** The row of the data set that the batch's @i-th is. */
static inline gsize
batch_row (const Batch *batch, guint i)
{
  return batch->rows ? batch->rows[i] : i;
}
