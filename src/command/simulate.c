#include "command/simulate.h"

#include <signal.h>

#include "command/options.h"

#define BAR 30

/* A handler can reach nothing but a global. */
static volatile gint caught;
static guint watches;

static void
on_signal (int number)
{
  caught = number;
}

int
simulate_signal (void)
{
  return caught;
}

guint
simulate_threads (void)
{
  return g_get_num_processors ();
}

const volatile gint *
simulate_interrupt (void)
{
  return &caught;
}

void
simulate_watch (gboolean on)
{
  struct sigaction action = { .sa_handler = on ? on_signal : SIG_DFL }, hangup;
  watches += on ? 1 : -1;
  if (watches > (on ? 1 : 0))
    return;
  sigemptyset (&action.sa_mask);
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
  sigaction (SIGHUP, NULL, &hangup);
  if (hangup.sa_handler != SIG_IGN) /* nohup */
    sigaction (SIGHUP, &action, NULL);
}

static void
show_progress (gpointer unused, double share, SimTime now)
{
  char bar[BAR + 1];
  for (guint i = 0; i < BAR; i++)
    bar[i] = i < share * BAR ? '#' : '.';
  bar[BAR] = '\0';
  fprintf (stderr, "\r[%s] %3.0f %%  simulated %.3f s ", bar, share * 100, sim_time_to_s (now));
}

Outcome *
simulate (const Scenario *scenario, const SimulateOptions *options, Record **record, GError **error)
{
  gboolean shown = !options->quiet && isatty (STDERR_FILENO);
  const RunEnvironment environment = {
    .threads = options->threads,
    .data = { .dir = options->data_dir ? options->data_dir : g_getenv ("LOCKSTEP_DATA"),
              .base_dir = scenario->base_dir,
              .seed = scenario->run.seed },
    .record = { .keep_spans = options->keep_spans, .max_spans = RECORD_SETTINGS_DEFAULT.max_spans },
    .interrupt = &caught,
    .progress = shown ? show_progress : NULL,
  };
  simulate_watch (TRUE);
  Outcome *outcome = training_run (&scenario->run, &environment, record, error);
  simulate_watch (FALSE);
  if (shown)
    fprintf (stderr, "\r\033[K");
  return outcome;
}
