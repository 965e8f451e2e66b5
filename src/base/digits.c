#include "base/digits.h"

#define DIGITS_MAX 20 /* of 2^64 */

/* The digits of @n, at least @least of them, that end before @end. Returns the first. */
static char *
put_digits (char *end, guint64 n, guint least)
{
  char *p = end;
  for (; n > 0 || end - p < (gssize)least; n /= 10)
    *--p = (char)('0' + n % 10);
  return p;
}

void
digits_append (GString *to, guint64 n)
{
  char room[DIGITS_MAX], *end = room + sizeof room, *p = put_digits (end, n, 1);
  g_string_append_len (to, p, end - p);
}

void
digits_append_fixed (GString *to, guint64 n, guint decimals)
{
  static const guint64 powers[] = { 1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000 };
  char room[DIGITS_MAX + 2], *end = room + sizeof room;
  g_assert (decimals > 0 && decimals < G_N_ELEMENTS (powers));
  char *p = put_digits (end, n % powers[decimals], decimals);
  *--p = '.';
  p = put_digits (p, n / powers[decimals], 1);
  g_string_append_len (to, p, end - p);
}
