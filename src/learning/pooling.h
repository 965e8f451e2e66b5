/* Max pooling over disjoint squares, of one image after ReLU: [channels][height][width] → [channels][out_height][out_width].
 */
#pragma once

#include "learning/conv.h"

void pool_forward (const Conv *conv, const float *middle, float *out);
/** Replaces the activations by their gradient: only the first of the largest in a square passes @dout on, and only where ReLU was
 * on. */
void pool_backward (const Conv *conv, const float *dout, float *middle);
