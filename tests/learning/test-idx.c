/* IDX files: what a correct one holds, and every way in which one can be wrong.
 *
 * The file used: 2 dimensions, 3 × 5, the bytes 7, 24, 41, … (7 + 17i): 4 + 2·4 + 15 = 27 bytes.
 */
#include <gio/gio.h>

#include "base/error.h"
#include "learning/idx.h"
#include "suites.h"

#define FILE_BYTES 27

static void
make_file (guint8 bytes[FILE_BYTES])
{
  static const guint8 header[] = { 0, 0, 8, 2, 0, 0, 0, 3, 0, 0, 0, 5 };
  memcpy (bytes, header, sizeof header);
  for (guint i = 0; i < 15; i++)
    bytes[sizeof header + i] = 7 + 17 * i;
}

/* (transfer full) */
static GByteArray *
gzip (const guint8 *bytes, gsize n)
{
  g_autoptr (GConverter) deflater = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  GByteArray *out = g_byte_array_new ();
  gsize n_read, n_written;
  g_byte_array_set_size (out, n + 1000);
  GConverterResult result =
      g_converter_convert (deflater, bytes, n, out->data, out->len, G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL);
  g_assert_cmpint (result, ==, G_CONVERTER_FINISHED);
  g_byte_array_set_size (out, n_written);
  return out;
}

/* Reads @bytes from a file. @expected: what the message says, NULL where it must succeed. */
static void
check_read (const guint8 *bytes, gsize n, const char *expected)
{
  g_autofree char *dir = g_dir_make_tmp ("lockstep-idx-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "rows.idx", NULL);
  g_autoptr (GError) error = NULL;
  g_auto (Idx) idx = { 0 };
  g_assert_true (g_file_set_contents (path, (const char *)bytes, n, NULL));
  gboolean ok = idx_read (path, &idx, &error);
  g_assert_cmpint (ok, ==, expected == NULL);
  if (expected)
    {
      g_assert_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
      g_assert_nonnull (error ? strstr (error->message, path) : NULL);
      g_assert_nonnull (error ? strstr (error->message, expected) : NULL);
    }
  else
    g_assert_cmpmem (idx.bytes, idx.n_bytes, bytes + n - idx.n_bytes, idx.n_bytes);
  g_remove (path);
  g_rmdir (dir);
}

static void
test_plain (void)
{
  guint8 bytes[FILE_BYTES];
  make_file (bytes);
  g_auto (Idx) idx = { 0 };
  g_assert_true (idx_parse ("x", bytes, FILE_BYTES, &idx, NULL));
  g_assert_cmpuint (idx.n_dims, ==, 2);
  g_assert_cmpuint (idx.dims[0], ==, 3);
  g_assert_cmpuint (idx.dims[1], ==, 5);
  g_assert_cmpuint (idx.n_bytes, ==, 15);
  g_assert_cmpuint (idx.bytes[14], ==, (7 + 17 * 14) % 256);
  check_read (bytes, FILE_BYTES, NULL);
}

static void
test_wrong_length (void)
{
  guint8 bytes[FILE_BYTES + 1] = { 0 };
  make_file (bytes);
  check_read (bytes, FILE_BYTES - 1, "too short");
  check_read (bytes, FILE_BYTES + 1, "too long");
  check_read (bytes, 11, "inside the header");
  check_read (bytes, 3, "too short");
  check_read (bytes, 0, "too short");
}

static void
test_wrong_header (void)
{
  guint8 bytes[FILE_BYTES];
  make_file (bytes);
  bytes[0] = 1;
  check_read (bytes, FILE_BYTES, "magic number");
  make_file (bytes);
  bytes[2] = 0x0d;
  check_read (bytes, FILE_BYTES, "unsigned bytes");
  make_file (bytes);
  bytes[3] = 5;
  check_read (bytes, FILE_BYTES, "1 to 4 dimensions");
  guint8 huge[20] = { 0, 0, 8, 4 };
  memset (huge + 4, 0xff, 16);
  check_read (huge, sizeof huge, "impossibly large");
}

static void
test_gzip (void)
{
  guint8 bytes[FILE_BYTES];
  make_file (bytes);
  g_autoptr (GByteArray) packed = gzip (bytes, FILE_BYTES);
  g_autofree char *dir = g_dir_make_tmp ("lockstep-idx-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "rows.gz", NULL);
  g_auto (Idx) idx = { 0 };
  g_assert_true (g_file_set_contents (path, (const char *)packed->data, packed->len, NULL));
  g_assert_true (idx_read (path, &idx, NULL));
  g_assert_cmpmem (idx.bytes, idx.n_bytes, bytes + 12, 15);
  g_remove (path);
  g_rmdir (dir);
}

/* However much of the stream is missing, up to its last byte, and wherever a bit of it is wrong. The ten bytes of gzip's header
 * hold a time and a system that say nothing about the data, so they are left out; the lowest bit, as the last byte of the deflate
 * stream is padded at the top. */
static void
test_gzip_damaged (void)
{
  guint8 bytes[FILE_BYTES];
  make_file (bytes);
  g_autoptr (GByteArray) packed = gzip (bytes, FILE_BYTES);
  for (guint n = 2; n < packed->len; n++)
    check_read (packed->data, n, "gzip stream is");
  for (guint i = 10; i < packed->len; i++)
    {
      packed->data[i] ^= 0x01;
      check_read (packed->data, packed->len, "gzip stream");
      packed->data[i] ^= 0x01;
    }
  g_byte_array_append (packed, (const guint8 *)"x", 1);
  check_read (packed->data, packed->len, "follow the end");
}

static void
test_missing (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (Idx) idx = { 0 };
  g_assert_false (idx_read ("/nowhere/rows.idx", &idx, &error));
  g_assert_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
  g_assert_nonnull (error ? strstr (error->message, "/nowhere/rows.idx") : NULL);
}

void
add_idx_tests (void)
{
  g_test_add_func ("/idx/plain", test_plain);
  g_test_add_func ("/idx/wrong-length", test_wrong_length);
  g_test_add_func ("/idx/wrong-header", test_wrong_header);
  g_test_add_func ("/idx/gzip", test_gzip);
  g_test_add_func ("/idx/gzip-damaged", test_gzip_damaged);
  g_test_add_func ("/idx/missing", test_missing);
}
