/* What kind of arithmetic a layer is, since a device reaches another share of its peak for each: a product of matrices, whose
 * operands are read once for much work, or a convolution. What is neither (normalisation, activation) counts no FLOPs and is in
 * the share of the layer that it follows.
 */
#pragma once

typedef enum
{
  ARITHMETIC_PRODUCT,
  ARITHMETIC_CONVOLUTION,
  N_ARITHMETICS,
} Arithmetic;

extern const char *const arithmetic_words[N_ARITHMETICS + 1]; /* "product", …; NULL-terminated */
