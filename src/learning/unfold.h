/* im2col and its transpose: what makes a convolution a matrix product. Of one image at a time.
 *
 * The columns are [conv_columns][height · width] of the output; row (c, ky, kx) is what the outputs see at that place of their
 * kernels. Both go through the image with its padding around it, so that no row of it needs a case of its own.
 */
#pragma once

#include "learning/conv.h"

/** Floats of scratch for both: the padded image and the columns. */
gsize unfold_scratch (const Conv *conv);

/** @x [conv_in] unfolded. Returns: the columns, inside @scratch. */
const float *unfold (const Conv *conv, const float *x, float *scratch);
/** Where fold takes the columns from, inside @scratch. */
float *fold_columns (const Conv *conv, float *scratch);
/** The sum of what every output saw of an input, in the order of the rows, into @x [conv_in]. */
void fold (const Conv *conv, float *x, float *scratch);
