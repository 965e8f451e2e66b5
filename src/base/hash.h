/* A fast 64-bit streaming hash for fingerprints; not for security. The result depends on the bytes fed alone, the same on every
 * machine (words are fed in little-endian order). */
#pragma once

#include <glib.h>

typedef struct
{
  guint64 a, b;
  guint64 n;
} Hash;

void hash_init (Hash *hash);
void hash_u64 (Hash *hash, guint64 word);
/** @n bytes; splitting a run of bytes over calls changes the result. */
void hash_bytes (Hash *hash, gconstpointer bytes, gsize n);
/** 16 lower-case hexadecimal digits and a NUL. */
void hash_hex (const Hash *hash, char out[17]);
