/* Whole and fixed-point numbers in decimal digits, for the files that are too large for printf. */
#pragma once

#include <glib.h>

/** The digits of @n. */
void digits_append (GString *to, guint64 n);
/** @n·10^-@decimals with that many decimals (1 to 9): 1500 with 3 is "1.500". */
void digits_append_fixed (GString *to, guint64 n, guint decimals);
