#include "learning/loss.h"

#include "base/wide.h"

#define CLASSES_MAX 256 /* a class is a byte */

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

/* Returns: −log softmax(z)[class]; replaces z by its gradient over @n, (softmax(z)_j − [j is the class]) / n. */
WIDE static double
softmax_gradient (float *z, guint width, guint class, guint n)
{
  double exponentials[CLASSES_MAX], sum = 0;
  float max = largest (z, width);
  for (guint j = 0; j < width; j++)
    sum += exponentials[j] = exp ((double)z[j] - max);
  double loss = log (sum) - ((double)z[class] - max);
  for (guint j = 0; j < width; j++)
    z[j] = exponentials[j] / sum / n;
  z[class] = (exponentials[class] / sum - 1) / n;
  return loss;
}

static double
cross_entropy_gradient (const Batch *batch, guint width, float *z)
{
  double loss = 0;
  for (guint i = 0; i < batch->n; i++, z += width)
    loss += softmax_gradient (z, width, batch->y[batch_row (batch, i)], batch->n);
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
