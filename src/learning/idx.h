/* IDX files (LeCun's MNIST format), plain or gzip, of unsigned bytes.
 *
 * A file is two zero bytes, 0x08 (unsigned bytes), the number of dimensions, the dimensions (32 bits, big-endian), the elements.
 */
#pragma once

#include <glib.h>

#define IDX_DIMS 4

typedef struct
{
  guint n_dims;
  guint32 dims[IDX_DIMS];
  guint8 *bytes; /* owned; the product of dims of them */
  gsize n_bytes;
} Idx;

/** Reads @path. The magic number, the sizes, the length (neither short nor long) and the gzip stream to its end (checksum, size,
 *  nothing after it) are checked; LOCKSTEP_ERROR_INPUT names the path and what is wrong. */
gboolean idx_read (const char *path, Idx *out, GError **error);
/** The same over @n bytes in memory; @name is for messages. */
gboolean idx_decode (const char *name, const guint8 *bytes, gsize n, Idx *out, GError **error);
/** The same over @n bytes in memory (not compressed); @name is for messages. */
gboolean idx_parse (const char *name, const guint8 *bytes, gsize n, Idx *out, GError **error);
void idx_clear (Idx *idx);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Idx, idx_clear)
