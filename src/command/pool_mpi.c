/* The ranks of an MPI job: rank 0 hands out tasks one at a time to whoever is free, and works on none itself. */
#include "config.h"

#ifdef HAVE_MPI

#include <mpi.h>

#include "command/pool.h"

#define NO_TASK G_MAXUINT

enum
{
  TAG_TASK = 1,
  TAG_ANSWER,
};

static void
start (void)
{
  int started;
  MPI_Initialized (&started);
  if (!started)
    MPI_Init (NULL, NULL);
}

static int
rank_of_this (void)
{
  int rank;
  start ();
  MPI_Comm_rank (MPI_COMM_WORLD, &rank);
  return rank;
}

static gboolean
is_root (void)
{
  return rank_of_this () == 0;
}

static void
send_task (int rank, guint task)
{
  MPI_Send (&task, 1, MPI_UNSIGNED, rank, TAG_TASK, MPI_COMM_WORLD);
}

static void
work_until_told (PoolWork work, gpointer data)
{
  guint task;
  for (;;)
    {
      MPI_Recv (&task, 1, MPI_UNSIGNED, 0, TAG_TASK, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
      if (task == NO_TASK)
        return;
      g_autofree char *text = work (data, task);
      MPI_Send (text, strlen (text) + 1, MPI_CHAR, 0, TAG_ANSWER, MPI_COMM_WORLD);
    }
}

/* The next answer; which rank it came from in @rank. (transfer full) */
static char *
receive_answer (int *rank)
{
  MPI_Status status;
  int length;
  MPI_Probe (MPI_ANY_SOURCE, TAG_ANSWER, MPI_COMM_WORLD, &status);
  MPI_Get_count (&status, MPI_CHAR, &length);
  char *text = g_malloc (length);
  MPI_Recv (text, length, MPI_CHAR, status.MPI_SOURCE, TAG_ANSWER, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  *rank = status.MPI_SOURCE;
  return text;
}

static void
hand_out (const guint *tasks, guint n, int n_ranks, PoolDone done, gpointer data, const volatile gint *interrupt)
{
  g_autofree guint *task_of = g_new (guint, n_ranks);
  guint next = 0, busy = 0;
  gboolean go_on = TRUE;
  for (int rank = 1; rank < n_ranks && next < n; rank++, busy++)
    send_task (rank, task_of[rank] = tasks[next++]);
  for (; busy > 0; busy--)
    {
      int rank;
      g_autofree char *text = receive_answer (&rank);
      go_on = done (data, task_of[rank], text) && go_on;
      if (go_on && next < n && !*interrupt)
        {
          send_task (rank, task_of[rank] = tasks[next++]);
          busy++;
        }
    }
  for (int rank = 1; rank < n_ranks; rank++)
    send_task (rank, NO_TASK);
}

static gboolean
run (const guint *tasks, guint n, guint jobs, PoolWork work, PoolDone done, gpointer data, const volatile gint *interrupt,
     GError **error)
{
  int n_ranks;
  MPI_Comm_size (MPI_COMM_WORLD, &n_ranks);
  if (is_root ())
    hand_out (tasks, n, n_ranks, done, data, interrupt);
  else
    work_until_told (work, data);
  return TRUE;
}

static void
finish (void)
{
  MPI_Finalize ();
}

const Pool pool_mpi = { "mpi", is_root, run, finish };

#endif
