#include "base/hash.h"

/* Two lanes, each a bijection of its state for a given word and of the word for a given state, so no single change is
 * lost; the constants are those of MurmurHash3's 128-bit variant (Appleby, public domain). */
#define LANE_A G_GUINT64_CONSTANT (0x87c37b91114253d5)
#define LANE_B G_GUINT64_CONSTANT (0x4cf5ad432745937f)

static guint64
rotate_left (guint64 x, guint bits)
{
  return x << bits | x >> (64 - bits);
}

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
  *hash = (Hash){ .a = LANE_B, .b = LANE_A, .n = 0 };
}

void
hash_u64 (Hash *hash, guint64 word)
{
  hash->a = rotate_left (hash->a ^ word * LANE_A, 27) * 5 + hash->b;
  hash->b = rotate_left (hash->b ^ word * LANE_B, 31) * 5 + hash->a;
  hash->n++;
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

void
hash_hex (const Hash *hash, char out[17])
{
  guint64 digest = avalanche (avalanche (hash->a ^ hash->n) + hash->b);

  g_snprintf (out, 17, "%016" G_GINT64_MODIFIER "x", digest);
}
