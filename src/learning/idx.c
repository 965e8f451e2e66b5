#include "learning/idx.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>

#include "base/error.h"

#define INFLATE_STEP (1 << 20)
#define HEADER_MAX (4 + 4 * IDX_DIMS)
#define INFLATED_MAX (1u << 31)

static gboolean
input_error (GError **error, const char *name, const char *what)
{
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: %s", name, what);
  return FALSE;
}

static guint32
big_endian_32 (const guint8 *p)
{
  return (guint32)p[0] << 24 | (guint32)p[1] << 16 | (guint32)p[2] << 8 | p[3];
}

/* The dimensions of @out, and in @n_header and @n_data how long the file must be. */
static gboolean
parse_header (const char *name, const guint8 *bytes, gsize n, Idx *out, gsize *n_header, gsize *n_data, GError **error)
{
  if (n < 4)
    return input_error (error, name, "too short for an IDX file");
  if (bytes[0] != 0 || bytes[1] != 0)
    return input_error (error, name, "not an IDX file (its magic number does not start with two zero bytes)");
  if (bytes[2] != 0x08)
    return input_error (error, name, "an IDX file, but not of unsigned bytes (type 0x08)");
  if (bytes[3] < 1 || bytes[3] > IDX_DIMS)
    return input_error (error, name, "not an IDX file of 1 to 4 dimensions");
  out->n_dims = bytes[3];
  *n_header = 4 + 4 * (gsize)out->n_dims;
  *n_data = 1;
  if (n < *n_header)
    return input_error (error, name, "too short: it ends inside the header");
  for (guint i = 0; i < out->n_dims; i++)
    {
      out->dims[i] = big_endian_32 (bytes + 4 + 4 * i);
      if (!g_size_checked_mul (n_data, *n_data, out->dims[i]))
        return input_error (error, name, "its dimensions are impossibly large");
    }
  return TRUE;
}

gboolean
idx_parse (const char *name, const guint8 *bytes, gsize n, Idx *out, GError **error)
{
  gsize n_header, n_data;
  *out = (Idx){ 0 };
  if (!parse_header (name, bytes, n, out, &n_header, &n_data, error))
    return FALSE;
  if (n - n_header != n_data)
    {
      gboolean longer = n - n_header > n_data; /* idx_read gives up a little behind the end that was promised */
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT,
                   "%s: too %s: its header promises %" G_GSIZE_FORMAT " elements, it has %s%" G_GSIZE_FORMAT, name,
                   longer ? "long" : "short", n_data, longer ? "at least " : "", n - n_header);
      return FALSE;
    }
  out->n_bytes = n_data;
  out->bytes = g_memdup2 (bytes + n_header, n_data);
  return TRUE;
}

/* One step of inflating bytes[*done …) onto the end of @out. */
static GConverterResult
inflate_step (GConverter *inflater, const guint8 *bytes, gsize n, gsize *done, GByteArray *out, GError **error)
{
  gsize length = out->len, n_read = 0, n_written = 0;
  g_byte_array_set_size (out, length + INFLATE_STEP);
  GConverterResult result = g_converter_convert (inflater, bytes + *done, n - *done, out->data + length, INFLATE_STEP,
                                                 G_CONVERTER_INPUT_AT_END, &n_read, &n_written, error);
  *done += n_read;
  g_byte_array_set_size (out, length + n_written);
  return result;
}

/* The whole gzip stream: zlib checks the sum and the size that follow the data once the end is reached. */
static GByteArray *
inflate (const char *name, const guint8 *bytes, gsize n, GError **error)
{
  g_autoptr (GConverter) inflater = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autoptr (GError) why = NULL;
  GConverterResult result;
  gsize done = 0;
  do
    result = inflate_step (inflater, bytes, n, &done, out, &why);
  while (result == G_CONVERTER_CONVERTED && out->len <= INFLATED_MAX);
  if (result == G_CONVERTER_FINISHED && done == n)
    return g_steal_pointer (&out);
  if (result == G_CONVERTER_CONVERTED)
    input_error (error, name, "its gzip stream holds more than 2 GiB");
  else if (result == G_CONVERTER_FINISHED)
    input_error (error, name, "bytes follow the end of its gzip stream");
  else if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    input_error (error, name, "its gzip stream is cut short");
  else
    input_error (error, name, "its gzip stream is corrupt");
  return NULL;
}

static gboolean
is_gzip (const guint8 *bytes, gsize n)
{
  return n >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b;
}

gboolean
idx_decode (const char *name, const guint8 *bytes, gsize n, Idx *out, GError **error)
{
  *out = (Idx){ 0 };
  if (!is_gzip (bytes, n))
    return idx_parse (name, bytes, n, out, error);
  g_autoptr (GByteArray) plain = inflate (name, bytes, n, error);
  return plain && idx_parse (name, plain->data, plain->len, out, error);
}

/* Reads the head, and then no more than it promises (of gzip no more than INFLATED_MAX) and one byte: a device has no end. */
static GByteArray *
slurp (FILE *stream, const char *path, GError **error)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  guint8 block[1 << 16];
  gsize got = fread (block, 1, HEADER_MAX, stream), n_header, n_data, most = INFLATED_MAX;
  Idx head;
  g_byte_array_append (all, block, got);
  if (!is_gzip (block, got))
    {
      if (!parse_header (path, block, got, &head, &n_header, &n_data, error))
        return NULL;
      if (n_data > INFLATED_MAX)
        {
          input_error (error, path, "its header promises more than 2 GiB");
          return NULL;
        }
      most = n_header + n_data;
    }
  while (all->len <= most && (got = fread (block, 1, sizeof block, stream)) > 0)
    g_byte_array_append (all, block, got);
  if (!ferror (stream))
    return g_steal_pointer (&all);
  input_error (error, path, g_strerror (errno));
  return NULL;
}

gboolean
idx_read (const char *path, Idx *out, GError **error)
{
  *out = (Idx){ 0 };
  FILE *stream = g_fopen (path, "rbe");
  if (!stream)
    return input_error (error, path, g_strerror (errno));
  g_autoptr (GByteArray) bytes = slurp (stream, path, error);
  fclose (stream);
  return bytes && idx_decode (path, bytes->data, bytes->len, out, error);
}

void
idx_clear (Idx *idx)
{
  g_clear_pointer (&idx->bytes, g_free);
  idx->n_bytes = 0;
}
