/* Small runs whose workers are killed: which ones there are, and what must hold after each. */
#pragma once

#include "../training/job.h"

#define CHAOS_WORKERS 3

/* What is run. */
typedef struct
{
  const Protocol *protocol;
  const Exchange *exchange;
  const Recovery *recovery;
  guint servers;
  gboolean overlap, real;
  SimTime apply_time;
} Bed;

/* Who is killed, and when. */
typedef struct
{
  guint worker;
  SimTime at, restart; /* 0: never */
} Kill;

/** @bed without any kill; then crashes are added with chaos_kill. (transfer full) */
RunSettings *chaos_settings (const Bed *bed);
void chaos_kill (RunSettings *settings, const Kill *kill);
/** "ssp over parameter-server, drop, 2 servers, early". (transfer full) */
char *chaos_name (const Bed *bed);

/** The moments at which anything happens in an undisturbed run, and those right after. (transfer full) SimTime */
GArray *chaos_moments (const Bed *bed, Outcome **outcome);
/** Runs; NULL: all that must hold does. (transfer full) what does not */
char *chaos_run (const Bed *bed, const Kill *kills, guint n_kills, const Outcome *undisturbed);
