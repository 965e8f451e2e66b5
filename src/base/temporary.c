#include "base/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "base/file.h"

#define PREFIX ".lockstep."
#define TEMPLATE PREFIX "XXXXXX"

/* FALSE: it was taken for left behind in the moment before it was locked. */
static gboolean
hold (int fd, const char *path)
{
  struct stat held, there;
  flock (fd, LOCK_EX | LOCK_NB);
  return fstat (fd, &held) == 0 && stat (path, &there) == 0 && held.st_ino == there.st_ino;
}

static int
new_file (char *path)
{
  return g_mkstemp_full (path, O_WRONLY | O_CLOEXEC, 0666);
}

static int
new_folder (char *path)
{
  return g_mkdtemp_full (path, 0777) != NULL ? open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
}

static int
temporary_new (const char *dir, char **path, int (*make) (char *path))
{
  for (;;)
    {
      g_autofree char *name = g_build_filename (dir, TEMPLATE, NULL);
      int fd = make (name);
      if (fd < 0 || hold (fd, name))
        {
          *path = fd < 0 ? NULL : g_steal_pointer (&name);
          return fd;
        }
      close (fd);
    }
}

int
temporary_file (const char *dir, char **path)
{
  return temporary_new (dir, path, new_file);
}

int
temporary_folder (const char *dir, char **path)
{
  return temporary_new (dir, path, new_folder);
}

static gboolean
is_ours (const char *name)
{
  return g_str_has_prefix (name, PREFIX) && strlen (name) == strlen (TEMPLATE);
}

/* Locked no more: removed while this process holds it. */
static void
clean (const char *path)
{
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0)
    return;
  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    file_remove_tree (path, NULL);
  close (fd);
}

void
temporary_clean (const char *dir)
{
  g_autoptr (GDir) entries = g_dir_open (dir, 0, NULL);
  const char *name;
  while (entries && (name = g_dir_read_name (entries)))
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);
      if (is_ours (name))
        clean (path);
    }
}
