/* Worker processes: forked once, then fed tasks through a pipe each. */
#include "command/pool.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "base/error.h"

#define NO_TASK G_MAXUINT

typedef struct
{
  pid_t pid;
  int to, from; /* pipes; -1: closed */
  guint task;   /* under way; NO_TASK: none */
} Process;

typedef struct
{
  Process *processes;
  guint n_processes;
  PoolWork work;
  PoolDone done;
  gpointer data;
  gboolean stopped; /* by @done */
} Farm;

static gboolean
is_root (void)
{
  return TRUE;
}

static gboolean
write_all (int fd, gconstpointer bytes, gsize n)
{
  const char *p = bytes;
  while (n > 0)
    {
      ssize_t wrote = write (fd, p, n);
      if (wrote < 0 && errno == EINTR)
        continue;
      if (wrote <= 0)
        return FALSE;
      p += wrote;
      n -= wrote;
    }
  return TRUE;
}

/* FALSE at the end of the pipe. */
static gboolean
read_all (int fd, gpointer bytes, gsize n)
{
  char *p = bytes;
  while (n > 0)
    {
      ssize_t got = read (fd, p, n);
      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        return FALSE;
      p += got;
      n -= got;
    }
  return TRUE;
}

static G_GNUC_NORETURN void
work_until_told (Farm *farm, int in, int out)
{
  guint task;
  while (read_all (in, &task, sizeof task))
    {
      g_autofree char *text = farm->work (farm->data, task);
      guint32 length = strlen (text);
      if (!write_all (out, &length, sizeof length) || !write_all (out, text, length))
        break;
    }
  _exit (0);
}

/* A child leaves the signals that a whole group of processes is sent to its parent, which ends it; and it does not outlive the
 * parent. */
static void
become_worker (pid_t parent)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (getppid () != parent)
    _exit (1);
  signal (SIGINT, SIG_IGN);
  signal (SIGHUP, SIG_IGN);
  signal (SIGTERM, SIG_IGN);
}

static gboolean
process_start (Farm *farm, Process *process, GError **error)
{
  int to[2], from[2];
  pid_t parent = getpid ();
  fflush (NULL);
  if (pipe (to) != 0 || pipe (from) != 0 || (process->pid = fork ()) < 0)
    {
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_RUN, "cannot start a worker process: %s", g_strerror (errno));
      return FALSE;
    }
  if (process->pid == 0)
    {
      become_worker (parent);
      for (guint i = 0; i < farm->n_processes; i++)
        if (farm->processes[i].pid > 0)
          {
            close (farm->processes[i].to);
            close (farm->processes[i].from);
          }
      close (to[1]);
      close (from[0]);
      work_until_told (farm, to[0], from[1]);
    }
  close (to[0]);
  close (from[1]);
  process->to = to[1];
  process->from = from[0];
  process->task = NO_TASK;
  return TRUE;
}

static void
process_stop (Process *process)
{
  if (process->pid <= 0)
    return;
  kill (process->pid, SIGKILL);
  close (process->to);
  close (process->from);
  while (waitpid (process->pid, NULL, 0) < 0 && errno == EINTR)
    ;
  process->pid = 0;
}

/* (transfer full), NULL when the worker died. */
static char *
read_answer (Process *process)
{
  guint32 length;
  if (!read_all (process->from, &length, sizeof length))
    return NULL;
  char *text = g_malloc (length + 1);
  text[length] = '\0';
  if (read_all (process->from, text, length))
    return text;
  g_free (text);
  return NULL;
}

static gboolean
take_answer (Farm *farm, Process *process, GError **error)
{
  g_autofree char *text = read_answer (process);
  guint task = process->task;
  process->task = NO_TASK;
  if (!text)
    process_stop (process);
  farm->stopped = !farm->done (farm->data, task, text);
  return text || farm->stopped || process_start (farm, process, error);
}

static gboolean
hand_out (Farm *farm, const guint *tasks, guint n, guint *next)
{
  guint busy = 0;
  for (guint i = 0; i < farm->n_processes; i++)
    {
      Process *process = &farm->processes[i];
      if (process->task == NO_TASK && *next < n)
        {
          process->task = tasks[(*next)++];
          write_all (process->to, &process->task, sizeof process->task);
        }
      busy += process->task != NO_TASK;
    }
  return busy > 0;
}

static gboolean
collect (Farm *farm, GError **error)
{
  g_autofree struct pollfd *fds = g_new0 (struct pollfd, farm->n_processes);
  for (guint i = 0; i < farm->n_processes; i++)
    fds[i] = (struct pollfd){ farm->processes[i].task != NO_TASK ? farm->processes[i].from : -1, POLLIN, 0 };
  if (poll (fds, farm->n_processes, 200) <= 0)
    return TRUE;
  for (guint i = 0; i < farm->n_processes && !farm->stopped; i++)
    if (fds[i].revents && !take_answer (farm, &farm->processes[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
run (const guint *tasks, guint n, guint jobs, PoolWork work, PoolDone done, gpointer data, const volatile gint *interrupt,
     GError **error)
{
  Farm farm = { g_new0 (Process, MIN (jobs, n)), MIN (jobs, n), work, done, data, FALSE };
  gboolean ok = TRUE;
  guint next = 0;
  for (guint i = 0; ok && i < farm.n_processes; i++)
    ok = process_start (&farm, &farm.processes[i], error);
  while (ok && !farm.stopped && !*interrupt && hand_out (&farm, tasks, n, &next))
    ok = collect (&farm, error);
  for (guint i = 0; i < farm.n_processes; i++)
    process_stop (&farm.processes[i]);
  g_free (farm.processes);
  return ok;
}

static void
finish (void)
{
}

const Pool pool_processes = { "processes", is_root, run, finish };
