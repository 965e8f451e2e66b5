/* Numbers as they travel: rounded to the wire's precision and back, to nearest, ties to even. */
#pragma once

#include "training/settings.h"

/** Rounds @n floats in place; fp32 leaves them. fp16 keeps infinities and makes an infinity of what is too large. */
void wire_round (Wire wire, float *x, gsize n);
