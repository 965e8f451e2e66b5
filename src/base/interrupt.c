#include "base/interrupt.h"

#include <signal.h>

static volatile gint caught, count, settled;
static gboolean watching;

static void
on_signal (int number)
{
  if (settled)
    return;
  caught = number;
  count++;
}

/* System calls go on: no write of a result is cut short. */
void
interrupt_watch (void)
{
  struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART }, hangup;
  settled = 0;
  if (watching)
    return;
  watching = TRUE;
  sigemptyset (&action.sa_mask);
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
  sigaction (SIGHUP, NULL, &hangup);
  if (hangup.sa_handler != SIG_IGN) /* nohup */
    sigaction (SIGHUP, &action, NULL);
}

int
interrupt_signal (void)
{
  return caught;
}

gint
interrupt_count (void)
{
  return count;
}

const volatile gint *
interrupt_flag (void)
{
  return &caught;
}

int
interrupt_settle (void)
{
  settled = 1;
  return caught;
}
