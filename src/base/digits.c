#include "base/digits.h"

/* Two digits a division: 00 01 … 99. */
static const char pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748"
                            "4950515253545556575859606162636465666768697071727374757677787980818283848586878889909192939495969798"
                            "99";

/* The digits of @n, at least @least of them, that end before @end. Returns the first. */
static char *
put_digits (char *end, guint64 n, guint least)
{
  char *p = end;
  for (; n >= 10; n /= 100)
    memcpy (p -= 2, &pairs[2 * (n % 100)], 2);
  if (n > 0)
    *--p = (char)('0' + n);
  while (end - p < (gssize)least)
    *--p = '0';
  return p;
}

char *
digits_write (char *to, guint64 n)
{
  char room[DIGITS_MAX], *end = room + sizeof room, *p = put_digits (end, n, 1);
  memcpy (to, p, (gsize)(end - p));
  return to + (end - p);
}

char *
digits_write_fixed (char *to, guint64 n, guint decimals)
{
  static const guint64 powers[] = { 1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000 };
  g_assert (decimals > 0 && decimals < G_N_ELEMENTS (powers));
  to = digits_write (to, n / powers[decimals]);
  *to = '.';
  put_digits (to + 1 + decimals, n % powers[decimals], decimals);
  return to + 1 + decimals;
}

void
digits_append (GString *to, guint64 n)
{
  char room[DIGITS_MAX];
  g_string_append_len (to, room, digits_write (room, n) - room);
}
