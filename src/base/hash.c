#include "base/hash.h"

void
hash_bytes (Hash *hash, gconstpointer bytes, gsize n)
{
  const guint8 *from = bytes;
  guint64 word = 0;
  gsize i = 0;

  for (; i + 8 <= n; i += 8)
    {
      memcpy (&word, from + i, 8);
      hash_u64 (hash, GUINT64_FROM_LE (word));
    }
  if (i < n)
    {
      word = 0;
      memcpy (&word, from + i, n - i);
      hash_u64 (hash, GUINT64_FROM_LE (word));
    }
  hash_u64 (hash, n);
}

void
hash_hex (const Hash *hash, char out[17])
{
  g_snprintf (out, 17, "%016" G_GINT64_MODIFIER "x", hash_value (hash));
}
