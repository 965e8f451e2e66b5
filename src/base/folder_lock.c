#include "base/folder_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "base/error.h"

#define OWNER_MAX 256

struct _FolderLock
{
  char *path;
  int fd;
};

static void
complain_of_owner (const char *dir, int fd, GError **error)
{
  char owner[OWNER_MAX + 1] = "";
  ssize_t n = pread (fd, owner, OWNER_MAX, 0);
  g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT,
               "%s: %s works in this folder; wait until it is done, or choose another folder", dir,
               n > 0 ? g_strchomp (owner) : "another lockstep");
}

/* The file may have gone, with the lock, since it was opened: then it is another file that counts. */
static gboolean
is_there (int fd, const char *path)
{
  struct stat open_one, there;
  return fstat (fd, &open_one) == 0 && stat (path, &there) == 0 && open_one.st_ino == there.st_ino;
}

/* A descriptor of the lock file, locked; -1 when it cannot be opened, or with @error when another has it. */
static int
lock_file (const char *dir, const char *path, int flags, GError **error)
{
  for (;;)
    {
      int fd = open (path, flags | O_CLOEXEC | O_NOFOLLOW, 0666);
      if (fd < 0)
        return -1;
      if (flock (fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        {
          complain_of_owner (dir, fd, error);
          close (fd);
          return -1;
        }
      if (is_there (fd, path))
        return fd;
      close (fd);
    }
}

FolderLock *
folder_lock_take (const char *dir, GError **error)
{
  g_autofree char *path = g_build_filename (dir, FOLDER_LOCK_NAME, NULL);
  g_autofree char *owner = g_strdup_printf ("process %d on %s\n", (int)getpid (), g_get_host_name ());
  g_autoptr (GError) taken = NULL;
  int fd = lock_file (dir, path, O_RDWR | O_CREAT, &taken), code = errno;
  if (fd >= 0 && ftruncate (fd, 0) == 0 && write (fd, owner, strlen (owner)) > 0)
    {
      FolderLock *lock = g_new (FolderLock, 1);
      *lock = (FolderLock){ g_steal_pointer (&path), fd };
      return lock;
    }
  if (taken)
    g_propagate_error (error, g_steal_pointer (&taken));
  else
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s: cannot write: %s", path, g_strerror (fd < 0 ? code : errno));
  if (fd >= 0)
    close (fd);
  return NULL;
}

gboolean
folder_lock_is_free (const char *dir, GError **error)
{
  g_autofree char *path = g_build_filename (dir, FOLDER_LOCK_NAME, NULL);
  g_autoptr (GError) taken = NULL;
  int fd = lock_file (dir, path, O_RDONLY, &taken);
  if (fd >= 0)
    close (fd);
  if (!taken)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&taken));
  return FALSE;
}

void
folder_lock_free (FolderLock *lock)
{
  if (!lock)
    return;
  g_unlink (lock->path);
  close (lock->fd);
  g_free (lock->path);
  g_free (lock);
}
