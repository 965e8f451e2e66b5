/* A convolution (stride 1, zero padding), ReLU, then max pooling over disjoint squares.
 *
 * Images are [channels][height][width], one after another. The kernels are K [out channels][in channels · kernel²] and are not
 * flipped (cross-correlation, as every framework has it), followed by a bias a channel. What does not fill a pooling square at
 * the right or lower edge is left out. Of equal largest elements in a square the first in row-major order takes the gradient.
 */
#pragma once

#include <glib.h>

typedef struct
{
  guint in_channels, in_height, in_width;
  guint kernel, padding, pool; /* pool 1: none */
  guint channels;              /* out */
  guint height, width;         /* of the convolution */
  guint out_height, out_width; /* after pooling */
} Conv;

/** FALSE when nothing would be left of an image. */
gboolean conv_init (Conv *conv, guint in_channels, guint in_height, guint in_width, guint channels, guint kernel, guint padding,
                    guint pool);

/** Elements of one image: before, between and after. */
gsize conv_in (const Conv *conv);
gsize conv_middle (const Conv *conv);
gsize conv_out (const Conv *conv);
/** Weights of one kernel: in channels · kernel². */
gsize conv_columns (const Conv *conv);
/** Kernels and biases. */
gsize conv_parameters (const Conv *conv);
/** Floats of scratch that both passes need. */
gsize conv_scratch (const Conv *conv);

/** From @x [n][conv_in]: @middle [n][conv_middle] after ReLU, @out [n][conv_out]. @w: the kernels, then the biases. */
void conv_forward (const Conv *conv, const float *w, const float *x, guint n, float *middle, float *out, float *scratch);

/** @dout [n][conv_out] is the gradient of the output, @middle what the forward pass left (it is spent). Writes all of @grad, and
 * the gradient of the input into @dx [n][conv_in] unless that is NULL; @dx may be @x. */
void conv_backward (const Conv *conv, const float *w, const float *x, guint n, float *middle, const float *dout, float *grad,
                    float *dx, float *scratch);
