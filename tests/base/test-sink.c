/* Text in pieces arrives as if it had been printed, whatever their lengths and wherever the room fills up. */
#include "base/random.h"
#include "base/sink.h"
#include "test-base.h"

#define ROUNDS 60000
#define LONGEST (SINK_PIECE + 500)

static guint
draw (guint i, guint below)
{
  return (guint)random_below (11, RANDOM_TEST, 0, i, below);
}

/* A piece of one of the four sorts, into both. */
static void
put_piece (Sink *sink, GString *wanted, const char *letters, guint i)
{
  guint64 n = random_below (11, RANDOM_TEST, 1, i, G_MAXUINT32) << draw (i, 32);
  guint length = draw (i, 100) == 7 ? LONGEST - draw (i + 1, 1000) : draw (i, 40);
  switch (i % 4)
    {
    case 0:
      sink_bytes (sink, letters + LONGEST - length, length);
      g_string_append_len (wanted, letters + LONGEST - length, length);
      break;
    case 1:
      sink_count (sink, n);
      digits_append (wanted, n);
      break;
    case 2:
      sink_fixed (sink, n, 9);
      g_string_append_printf (wanted, "%" G_GUINT64_FORMAT ".%09" G_GUINT64_FORMAT, n / 1000000000, n % 1000000000);
      break;
    default:
      sink_text (sink, "straggler,");
      g_string_append (wanted, "straggler,");
    }
}

static void
test_pieces (void)
{
  g_autofree char *letters = g_strnfill (LONGEST, 'x'), *path = NULL, *found = NULL;
  g_autoptr (GString) wanted = g_string_new (NULL);
  int fd = g_file_open_tmp ("lockstep-sink-XXXXXX", &path, NULL);
  FILE *to = fdopen (fd, "w");
  Sink *sink = sink_new (to);
  gsize n;
  for (guint i = 0; i < LONGEST; i++)
    letters[i] = (char)('a' + draw (i, 26));
  for (guint i = 0; i < ROUNDS; i++)
    put_piece (sink, wanted, letters, i);
  sink_free (sink);
  g_assert_cmpint (fclose (to), ==, 0);
  g_assert_true (g_file_get_contents (path, &found, &n, NULL));
  g_assert_cmpuint (n, >, 4 * SINK_FULL);
  g_assert_cmpuint (n, ==, wanted->len);
  g_assert_true (memcmp (found, wanted->str, MIN (n, wanted->len)) == 0);
  g_unlink (path);
}

void
sink_tests_add (void)
{
  g_test_add_func ("/base/sink/pieces", test_pieces);
}
