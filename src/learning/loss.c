#include "learning/loss.h"

static float
largest (const float *z, guint width)
{
  float max = z[0];
  for (guint j = 1; j < width; j++)
    if (z[j] > max)
      max = z[j];
  return max;
}

/* Σ_j exp(z_j − max). */
static double
sum_of_exponentials (const float *z, guint width, float max)
{
  double sum = 0;
  for (guint j = 0; j < width; j++)
    sum += exp ((double)z[j] - max);
  return sum;
}

static double
cross_entropy_gradient (const Batch *batch, guint width, float *z)
{
  double loss = 0;
  for (guint i = 0; i < batch->n; i++, z += width)
    {
      guint8 y = batch->y[batch_row (batch, i)];
      float max = largest (z, width);
      double sum = sum_of_exponentials (z, width, max);
      loss += log (sum) - ((double)z[y] - max);
      for (guint j = 0; j < width; j++)
        z[j] = (exp ((double)z[j] - max) / sum - (j == y)) / batch->n;
    }
  return loss / batch->n;
}

static void
cross_entropy_evaluate (const Batch *batch, guint width, const float *z, Evaluation *out)
{
  *out = (Evaluation){ 0 };
  for (guint i = 0; i < batch->n; i++, z += width)
    {
      guint8 y = batch->y[batch_row (batch, i)];
      float max = largest (z, width);
      guint best = 0;
      while (best + 1 < width && z[best] != max)
        best++;
      out->loss_sum += log (sum_of_exponentials (z, width, max)) - ((double)z[y] - max);
      out->correct += best == y;
    }
}

static double
squared_gradient (const Batch *batch, guint width, float *z)
{
  double loss = 0;
  for (guint i = 0; i < batch->n; i++)
    {
      double off = (double)z[i] - batch->t[batch_row (batch, i)];
      loss += off * off;
      z[i] = 2 * off / batch->n;
    }
  return loss / batch->n;
}

static void
squared_evaluate (const Batch *batch, guint width, const float *z, Evaluation *out)
{
  *out = (Evaluation){ 0 };
  for (guint i = 0; i < batch->n; i++)
    {
      double off = (double)z[i] - batch->t[batch_row (batch, i)];
      out->loss_sum += off * off;
    }
}

const Loss loss_cross_entropy = { .gradient = cross_entropy_gradient, .evaluate = cross_entropy_evaluate };
const Loss loss_squared = { .gradient = squared_gradient, .evaluate = squared_evaluate };
