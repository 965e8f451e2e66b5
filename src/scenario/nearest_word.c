#include "scenario/diagnostics.h"

#define WORD_MAX 64

/* Edit distance with transpositions of neighbours (optimal string alignment), case apart. */
static guint
edit_distance (const char *a, const char *b)
{
  gsize n = strlen (a), m = strlen (b);
  guint rows[3][WORD_MAX + 1];
  for (gsize j = 0; j <= m; j++)
    rows[0][j] = (guint)j;
  for (gsize i = 1; i <= n; i++)
    {
      guint *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
      row[0] = (guint)i;
      for (gsize j = 1; j <= m; j++)
        {
          char x = g_ascii_tolower (a[i - 1]), y = g_ascii_tolower (b[j - 1]);
          row[j] = MIN (MIN (above[j], row[j - 1]) + 1, above[j - 1] + (x != y));
          if (i > 1 && j > 1 && x == g_ascii_tolower (b[j - 2]) && y == g_ascii_tolower (a[i - 2]))
            row[j] = MIN (row[j], two_above[j - 2] + 1);
        }
    }
  return rows[n % 3][m];
}

const char *
nearest_word (const char *wrong, const char *const *words)
{
  gsize length = strlen (wrong);
  if (length == 0 || length > WORD_MAX)
    return NULL;
  const char *nearest = NULL;
  guint least = MAX (1, (guint)length / 3) + 1;
  for (; *words; words++)
    {
      guint distance = strlen (*words) <= WORD_MAX ? edit_distance (wrong, *words) : G_MAXUINT;
      if (distance < least)
        {
          least = distance;
          nearest = *words;
        }
    }
  return nearest;
}
