#include "base/arithmetic.h"

#include <stddef.h>

const char *const arithmetic_words[N_ARITHMETICS + 1] = { "product", "convolution", NULL };
