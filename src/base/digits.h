/* Whole and fixed-point numbers in decimal digits, for the files that are too large for printf. */
#pragma once

#include <glib.h>

#define DIGITS_MAX 21 /* of 2^64, with a point */

/** Writes the digits of @n to @to, which has room for DIGITS_MAX. Returns where they end; no NUL is written. */
char *digits_write (char *to, guint64 n);
/** The same of @n·10^-@decimals with that many decimals (1 to 9): 1500 with 3 is "1.500". */
char *digits_write_fixed (char *to, guint64 n, guint decimals);

/** The same at the end of a string. */
void digits_append (GString *to, guint64 n);
