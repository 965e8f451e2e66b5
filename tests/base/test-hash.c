#include "base/hash.h"
#include "test-base.h"

static char *
hash_of_bytes (const void *bytes, gsize n)
{
  Hash hash;
  char hex[17];

  hash = HASH_START;
  hash_bytes (&hash, bytes, n);
  hash_hex (&hash, hex);
  return g_strdup (hex);
}

/* A fingerprint is compared between machines and versions, so its value is pinned. 13 bytes are two little-endian words,
 * "every th" and "ing, " with zeros, then the length. */
static void
test_bytes_are_words (void)
{
  g_autofree char *bytes = hash_of_bytes ("every thing, ", 13);
  Hash words = HASH_START;
  char hex[17];

  hash_u64 (&words, G_GUINT64_CONSTANT (0x6874207972657665));
  hash_u64 (&words, G_GUINT64_CONSTANT (0x000000202c676e69));
  hash_u64 (&words, 13);
  hash_hex (&words, hex);
  g_assert_cmpstr (bytes, ==, hex);
  g_assert_cmpstr (hex, ==, "7c5b421715229f98");
}

/* Every single bit of 24 bytes, flipped, gives another hash: 193 different ones in all. */
static void
test_every_bit_counts (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint8 bytes[24];

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8)(i * 37 + 11);
  g_hash_table_add (seen, hash_of_bytes (bytes, sizeof bytes));
  for (guint bit = 0; bit < 8 * sizeof bytes; bit++)
    {
      bytes[bit / 8] ^= (guint8)(1 << bit % 8);
      g_hash_table_add (seen, hash_of_bytes (bytes, sizeof bytes));
      bytes[bit / 8] ^= (guint8)(1 << bit % 8);
    }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 1 + 8 * sizeof bytes);
}

/* 100,000 small consecutive numbers, one word each: with 64 bits a collision has probability 3e-10. Order matters too. */
static void
test_no_collisions (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Hash hash;
  char hex[17];

  for (guint i = 0; i < 100000; i++)
    {
      hash = HASH_START;
      hash_u64 (&hash, i % 317);
      hash_u64 (&hash, i / 317);
      hash_hex (&hash, hex);
      g_hash_table_add (seen, g_strdup (hex));
    }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 100000);
}

/* Zeros are not nothing: 0, 1, 7, 8 and 9 zero bytes differ. */
static void
test_length_counts (void)
{
  static const guint8 zeros[9];
  static const gsize lengths[] = { 0, 1, 7, 8, 9 };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    g_hash_table_add (seen, hash_of_bytes (zeros, lengths[i]));
  g_assert_cmpuint (g_hash_table_size (seen), ==, G_N_ELEMENTS (lengths));
}

void
hash_tests_add (void)
{
  g_test_add_func ("/base/hash/bytes-are-words", test_bytes_are_words);
  g_test_add_func ("/base/hash/every-bit-counts", test_every_bit_counts);
  g_test_add_func ("/base/hash/no-collisions", test_no_collisions);
  g_test_add_func ("/base/hash/length-counts", test_length_counts);
}
