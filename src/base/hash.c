#include "base/hash.h"

static guint64
avalanche (guint64 x)
{
  x = (x ^ x >> 33) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  x = (x ^ x >> 33) * G_GUINT64_CONSTANT (0xc4ceb9fe1a85ec53);
  return x ^ x >> 33;
}

void
hash_init (Hash *hash)
{
  *hash = (Hash){ .a = HASH_LANE_B, .b = HASH_LANE_A, .n = 0 };
}

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

guint64
hash_value (const Hash *hash)
{
  return avalanche (avalanche (hash->a ^ hash->n) + hash->b);
}

void
hash_hex (const Hash *hash, char out[17])
{
  g_snprintf (out, 17, "%016" G_GINT64_MODIFIER "x", hash_value (hash));
}
