#include "base/file.h"

#include <errno.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/temporary.h"

struct _OutputFile
{
  char *path;
  char *temporary;
  FILE *stream;
};

static void
output_file_free (OutputFile *file)
{
  g_free (file->path);
  g_free (file->temporary);
  g_free (file);
}

/* What is there already may be replaced by a plain file that has its mode, @mode. A rename would do so to a device, a pipe or a
 * file that may not be written, too. */
static gboolean
is_replaceable (const char *path, mode_t *mode, GError **error)
{
  GStatBuf status;
  const char *reason;

  if (g_stat (path, &status) != 0)
    reason = errno == ENOENT ? NULL : g_strerror (errno);
  else if (!S_ISREG (status.st_mode))
    reason = S_ISDIR (status.st_mode) ? "is a directory" : "is not a regular file";
  else if ((status.st_mode & 0222) == 0 || g_access (path, W_OK) != 0)
    reason = "is read-only";
  else
    {
      *mode = status.st_mode & 07777;
      reason = NULL;
    }
  if (reason == NULL)
    return TRUE;
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: cannot write: %s", path, reason);
  return FALSE;
}

/* The file that @path leads to, so that a symbolic link stays one. */
static char *
link_target (const char *path)
{
  char *real = realpath (path, NULL), *target = g_strdup (real != NULL ? real : path);

  free (real);
  return target;
}

OutputFile *
output_file_open (const char *path, GError **error)
{
  g_autofree char *target = link_target (path), *dir = g_path_get_dirname (target), *temporary = NULL;
  OutputFile *file;
  mode_t mode = 0;
  int fd;

  if (!is_replaceable (path, &mode, error))
    return NULL;
  fd = temporary_file (dir, &temporary);
  if (fd < 0 || (mode != 0 && fchmod (fd, mode) != 0))
    {
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: cannot write: %s", path, g_strerror (errno));
      if (fd >= 0)
        {
          g_unlink (temporary);
          close (fd);
        }
      return NULL;
    }
  file = g_new (OutputFile, 1);
  file->path = g_steal_pointer (&target);
  file->temporary = g_steal_pointer (&temporary);
  file->stream = fdopen (fd, "w");
  g_assert (file->stream != NULL);
  return file;
}

FILE *
output_file_stream (OutputFile *file)
{
  return file->stream;
}

/* Everything written has reached the disk and the stream is closed. */
static gboolean
stream_finish (FILE *stream)
{
  gboolean ok = !ferror (stream) && fflush (stream) == 0 && fsync (fileno (stream)) == 0;
  int code = errno;

  if (fclose (stream) != 0 && ok)
    return FALSE;
  errno = code;
  return ok;
}

gboolean
output_file_commit (OutputFile *file, GError **error)
{
  gboolean ok;

  errno = 0;
  ok = stream_finish (file->stream) && g_rename (file->temporary, file->path) == 0;
  if (!ok)
    {
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_RUN, "%s: writing failed: %s", file->path,
                   errno != 0 ? g_strerror (errno) : "not everything could be written; is the disk full?");
      g_unlink (file->temporary);
    }
  output_file_free (file);
  return ok;
}

void
output_file_abandon (OutputFile *file)
{
  if (file == NULL)
    return;
  fclose (file->stream);
  g_unlink (file->temporary);
  output_file_free (file);
}

/* What a stream's status tells before a byte is read: why it is not read at all, NULL when it may be. Of a pipe and a terminal
 * only their end tells the size; a device may have none. (transfer full) */
static char *
refusal (FILE *stream, gsize max)
{
  struct stat status;

  if (fstat (fileno (stream), &status) != 0)
    return g_strdup_printf ("cannot read: %s", g_strerror (errno));
  if (S_ISBLK (status.st_mode) || (S_ISCHR (status.st_mode) && !isatty (fileno (stream))))
    return g_strdup ("cannot read: is a device");
  if (S_ISREG (status.st_mode) && (guint64)status.st_size > max)
    return g_strdup_printf ("is larger than %" G_GSIZE_FORMAT " bytes", max);
  return NULL;
}

/* Appends what @stream holds to @into, until its end or one byte more than @max. */
static void
stream_slurp (FILE *stream, GByteArray *into, gsize max)
{
  guint8 block[16384];
  gsize got;

  while (into->len <= max && (got = fread (block, 1, MIN (sizeof block, max + 1 - into->len), stream)) > 0)
    g_byte_array_append (into, block, (guint)got);
}

static char *
stream_read (FILE *stream, const char *name, gsize max, gsize *n, GError **error)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();

  g_assert (max < G_MAXUINT - 1);
  stream_slurp (stream, content, max);
  if (ferror (stream) || content->len > max)
    {
      if (ferror (stream))
        g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: cannot read: %s", name, g_strerror (errno));
      else
        g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: is larger than %" G_GSIZE_FORMAT " bytes", name, max);
      return NULL;
    }
  if (n != NULL)
    *n = content->len;
  g_byte_array_append (content, (const guint8 *)"", 1);
  return (char *)g_byte_array_free (g_steal_pointer (&content), FALSE);
}

char *
file_read (const char *path, gsize max, gsize *n, GError **error)
{
  g_autofree char *reason = NULL;
  FILE *stream;
  char *content;

  if (g_str_equal (path, "-"))
    return stream_read (stdin, "standard input", max, n, error);
  stream = g_fopen (path, "rbe");
  if (stream == NULL)
    {
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: cannot read: %s", path, g_strerror (errno));
      return NULL;
    }
  reason = refusal (stream, max);
  if (reason != NULL)
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: %s", path, reason);
  content = reason == NULL ? stream_read (stream, path, max, n, error) : NULL;
  fclose (stream);
  return content;
}

char *
file_read_text (const char *path, gsize max, GError **error)
{
  gsize n;
  g_autofree char *text = file_read (path, max, &n, error);

  if (text == NULL || strlen (text) == n)
    return g_steal_pointer (&text);
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: is not a text: it holds a NUL character", path);
  return NULL;
}

static gboolean
remove_failed (const char *path, GError **error)
{
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_RUN, "%s: cannot remove: %s", path, g_strerror (errno));
  return FALSE;
}

gboolean
file_remove_children (const char *dir, const char *but, GError **error)
{
  g_autoptr (GDir) entries = g_dir_open (dir, 0, NULL);
  const char *name;

  if (entries == NULL)
    return remove_failed (dir, error);
  while ((name = g_dir_read_name (entries)) != NULL)
    {
      g_autofree char *child = g_build_filename (dir, name, NULL);

      if (g_strcmp0 (name, but) != 0 && !file_remove_tree (child, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
file_remove_tree (const char *path, GError **error)
{
  GStatBuf status;

  if (g_lstat (path, &status) != 0)
    return errno == ENOENT || remove_failed (path, error);
  if (S_ISDIR (status.st_mode) && !file_remove_children (path, NULL, error))
    return FALSE;
  return g_remove (path) == 0 || remove_failed (path, error);
}
