/* A fast 64-bit streaming hash for fingerprints; not for security. The result depends on the bytes fed alone, the same on every
 * machine (words are fed in little-endian order). */
#pragma once

#include <glib.h>

typedef struct
{
  guint64 a, b;
  guint64 n;
} Hash;

/* Two lanes, each a bijection of its state for a given word and of the word for a given state, so no single change is
 * lost; the constants are those of MurmurHash3's 128-bit variant (Appleby, public domain). */
#define HASH_LANE_A G_GUINT64_CONSTANT (0x87c37b91114253d5)
#define HASH_LANE_B G_GUINT64_CONSTANT (0x4cf5ad432745937f)

#define HASH_START ((Hash){ .a = HASH_LANE_B, .b = HASH_LANE_A })

static inline void
hash_u64 (Hash *hash, guint64 word)
{
  guint64 x = hash->a ^ word * HASH_LANE_A, y = hash->b ^ word * HASH_LANE_B;
  hash->a = (x << 27 | x >> 37) * 5 + hash->b;
  hash->b = (y << 31 | y >> 33) * 5 + hash->a;
  hash->n++;
}

/** @n bytes; splitting a run of bytes over calls changes the result. */
void hash_bytes (Hash *hash, gconstpointer bytes, gsize n);
static inline guint64
hash_avalanche (guint64 x)
{
  x = (x ^ x >> 33) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  x = (x ^ x >> 33) * G_GUINT64_CONSTANT (0xc4ceb9fe1a85ec53);
  return x ^ x >> 33;
}

/** The digest of what was fed so far. */
static inline guint64
hash_value (const Hash *hash)
{
  return hash_avalanche (hash_avalanche (hash->a ^ hash->n) + hash->b);
}

/** 16 lower-case hexadecimal digits and a NUL. */
void hash_hex (const Hash *hash, char out[17]);
