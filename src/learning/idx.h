/* IDX files (LeCun's MNIST format), plain or gzip, read through GIO to the very end of the stream. */
#pragma once

#include <glib.h>

typedef struct
{
  guint n_dims;
  guint32 dims[4];
  guint8 *bytes; /* owned; the product of dims of them */
  gsize n_bytes;
} Idx;

/** Reads @path. The magic number, the sizes, the length (neither short nor long) and the gzip stream's end are checked;
 *  LOCKSTEP_ERROR_INPUT names the path and what is wrong. */
gboolean idx_read (const char *path, Idx *out, GError **error);
/** The same over @n bytes in memory (not compressed); @name is for messages. */
gboolean idx_parse (const char *name, const guint8 *bytes, gsize n, Idx *out, GError **error);
void idx_clear (Idx *idx);
