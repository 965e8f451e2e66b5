#include "report/gnuplot.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include "base/interrupt.h"

#define END "</svg>"
#define LOOK_MS 100 /* how often a signal is looked for */
#define COMPLAINT_MAX 4096

typedef struct
{
  pid_t pid;
  int complaints; /* what it writes to standard error; -1: it wrote all */
  GString *said;
  gint signals; /* that had come before it was started */
} Drawing;

/* Everything but standard error goes nowhere. What this program ignores, its children do not. */
static int
spawn (Drawing *drawing, const char *program, const char *dir, char **argv, int complaints)
{
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "LC_ALL", "C.UTF-8", TRUE);
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t set;
  int failed;

  posix_spawn_file_actions_init (&actions);
  posix_spawn_file_actions_addchdir_np (&actions, dir);
  posix_spawn_file_actions_addopen (&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen (&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2 (&actions, complaints, STDERR_FILENO);
  posix_spawnattr_init (&attributes);
  sigemptyset (&set);
  posix_spawnattr_setsigmask (&attributes, &set);
  sigaddset (&set, SIGPIPE);
  sigaddset (&set, SIGXFSZ);
  posix_spawnattr_setsigdefault (&attributes, &set);
  posix_spawnattr_setflags (&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  failed = posix_spawn (&drawing->pid, program, &actions, &attributes, argv, environment);
  posix_spawnattr_destroy (&attributes);
  posix_spawn_file_actions_destroy (&actions);
  return failed;
}

static char *
start (Drawing *drawing, const char *dir, const char *name, const char *part)
{
  g_autofree char *program = g_find_program_in_path ("gnuplot"), *script = g_strdup_printf ("%s.gp", name);
  g_autofree char *output = g_strdup_printf ("output = '%s'", part);
  char *argv[] = { (char *)"gnuplot", (char *)"--default-settings", (char *)"-e", output, script, NULL };
  int ends[2], failed;

  if (program == NULL)
    return g_strdup_printf ("there is no gnuplot in PATH; install it, then: gnuplot %s", script);
  if (pipe2 (ends, O_CLOEXEC) != 0)
    return g_strdup (g_strerror (errno));
  failed = spawn (drawing, program, dir, argv, ends[1]);
  close (ends[1]);
  drawing->complaints = ends[0];
  if (failed == 0)
    return NULL;
  close (ends[0]);
  return g_strdup_printf ("%s: %s", program, g_strerror (failed));
}

/* Takes a piece of what it says, waiting for @wait_ms at most. FALSE when there was none. */
static gboolean
listen (Drawing *drawing, int wait_ms)
{
  struct pollfd from = { drawing->complaints, POLLIN, 0 };
  char piece[512];
  ssize_t n;

  if (poll (&from, 1, wait_ms) <= 0)
    return FALSE;
  n = read (drawing->complaints, piece, sizeof piece);
  if (n > 0 && drawing->said->len < COMPLAINT_MAX)
    g_string_append_len (drawing->said, piece, n);
  if (n > 0)
    return TRUE;
  close (drawing->complaints);
  drawing->complaints = -1;
  return FALSE;
}

/* NULL when it ended well. What it left behind with standard error open is not waited for. */
static char *
finish (Drawing *drawing)
{
  int status;

  while (waitpid (drawing->pid, &status, WNOHANG) == 0)
    {
      listen (drawing, drawing->complaints >= 0 ? LOOK_MS : 1);
      if (interrupt_count () == drawing->signals)
        continue;
      kill (-drawing->pid, SIGKILL);
      waitpid (drawing->pid, &status, 0);
      return g_strdup ("interrupted");
    }
  while (drawing->complaints >= 0 && listen (drawing, 0))
    ;
  if (WIFEXITED (status) && WEXITSTATUS (status) == 0)
    return NULL;
  g_strstrip (drawing->said->str);
  if (*drawing->said->str == '\0')
    return WIFSIGNALED (status) ? g_strdup_printf ("gnuplot was ended by signal %d", WTERMSIG (status))
                                : g_strdup_printf ("gnuplot failed with status %d", WEXITSTATUS (status));
  return g_strdup_printf ("gnuplot says: %.*s", (int)strcspn (drawing->said->str, "\n"), drawing->said->str);
}

/* gnuplot reports success after a write that failed: a picture is one that ends as one, and has reached the disk. */
static gboolean
is_whole (const char *path)
{
  char tail[64] = "";
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  off_t size = fd >= 0 ? lseek (fd, 0, SEEK_END) : 0;
  ssize_t n = size > 0 ? pread (fd, tail, sizeof tail - 1, MAX (0, size - (off_t)sizeof tail + 1)) : 0;
  gboolean whole = n > 0 && fsync (fd) == 0 && g_str_has_suffix (g_strchomp (tail), END);

  if (fd >= 0)
    close (fd);
  return whole;
}

static char *
put_in_place (const char *part, const char *picture)
{
  if (!is_whole (part))
    return g_strdup ("gnuplot did not write all of it; is the disk full?");
  return g_rename (part, picture) == 0 ? NULL : g_strdup (g_strerror (errno));
}

char *
gnuplot_draw (const char *dir, const char *name)
{
  g_autofree char *part = g_strdup_printf ("%s.svg.part", name), *part_path = g_build_filename (dir, part, NULL);
  g_autofree char *picture = g_strdup_printf ("%s/%s.svg", dir, name);
  g_autoptr (GString) said = g_string_new (NULL);
  Drawing drawing = { 0, -1, said, interrupt_count () };
  char *why = start (&drawing, dir, name, part);

  if (why == NULL)
    {
      why = finish (&drawing);
      if (drawing.complaints >= 0)
        close (drawing.complaints);
    }
  if (why == NULL)
    why = put_in_place (part_path, picture);
  if (why != NULL)
    {
      g_unlink (part_path);
      g_unlink (picture);
    }
  return why;
}
