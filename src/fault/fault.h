/* Faults: what breaks, when, and for how long.
 *
 * A fault strikes its victims at a given time (at), or again and again after intervals drawn from a distribution (every). Victims
 * that are named together are struck together, by one sequence of draws; where none is named, each has a sequence of its own. An
 * interval runs from when the victim was whole again. A kind is one file that ends in one descriptor: it says who its victims
 * are, and what begins and ends, by the hooks of whoever owns the machines.
 *
 * Draws are a function of (seed, fault, victim, how often it was struck), so two runs that differ in anything else meet the same.
 */
#pragma once

#include "base/distribution.h"
#include "network/settings.h"
#include "sim/clock.h"

typedef struct _FaultKind FaultKind;

typedef struct
{
  const FaultKind *kind;
  Knobs *knobs; /* owned; of kind->knobs */
} Fault;

typedef struct
{
  Fault *faults; /* owned */
  guint n;
} FaultSettings;

/* What there is to break. */
typedef struct
{
  guint workers, servers; /* machines of parameter servers, wherever they stand */
  const NetworkSettings *network;
} FaultPlace;

/* What the numbers of victims count. */
typedef enum
{
  FAULT_OF_WORKERS,
  FAULT_OF_SERVERS, /* machines */
  FAULT_OF_NETWORK, /* there is one */
} FaultSubject;

/* Neighbours by their numbers. */
typedef struct
{
  guint first, n;
  gboolean together; /* struck at once */
} FaultVictims;

/* What a fault does to the run, by the number of the victim; all of them return before anything follows from it. */
typedef struct
{
  /* From now on (change 1), or no longer (-1), its iterations take @factor times as long. */
  void (*worker_slow) (gpointer owner, guint worker, double factor, int change);
  /* What it computes is wrong as @fault says from now on (1), or no longer (-1). */
  void (*worker_corrupt) (gpointer owner, guint worker, const Fault *fault, int change);
  /* @fault, of the network, begins (1) or ends (-1). */
  void (*network) (gpointer owner, const Fault *fault, int change);
  /* It is down (1), or up again (-1); @returns: whether that is going to happen. */
  void (*worker_down) (gpointer owner, guint worker, int change, gboolean returns);
  /* Events that are no life came (1) or went (-1): a strike to come keeps nobody going. */
  void (*background) (gpointer owner, int change);
} FaultHooks;

struct _FaultKind
{
  const char *name; /* the word in faults[].kind */
  const char *summary;
  const Knob *knobs; /* FAULT_WHEN, what says who, what says for how long, and others */
  FaultSubject subject;
  const char *lasts; /* of knobs: how long it lasts, absent: for ever */
  /* Whom @fault strikes. FALSE with LOCKSTEP_ERROR_INPUT and the knob that is to blame (static) where there are no such victims. */
  gboolean (*victims) (const Fault *fault, const FaultPlace *place, FaultVictims *out, const char **knob, GError **error);
  void (*begin) (const Fault *fault, const FaultHooks *hooks, gpointer owner, guint victim);
  void (*end) (const Fault *fault, const FaultHooks *hooks, gpointer owner, guint victim);
};

/** NULL-terminated. */
extern const FaultKind *const fault_table[];
extern const WordTable fault_words;

extern const FaultKind fault_crash, fault_slow;
extern const FaultKind fault_corrupt;
extern const FaultKind fault_link_down, fault_link_slow, fault_partition, fault_loss;

/* Knobs that kinds share. */
#define FAULT_LONGEST_S 9e9
#define FAULT_WHEN                                                                                                                  \
  { "at", KNOB_TIME, .value = NAN, .max = FAULT_LONGEST_S, .help = "when it strikes, from the start of the run" },                   \
  { "every", DISTRIBUTION_OF_TIMES, .value = NAN, .help = "the intervals after which it strikes again and again, instead of at" }
#define FAULT_WORKERS                                                                                                               \
  { "worker", KNOB_INTEGER, .value = NAN, .max = 1e6, .otherwise = "each worker by itself", .help = "the worker that it strikes" },  \
  { "workers", KNOB_STRING, .help = "workers that it strikes together, such as \"8-15\"" },                                          \
  { "rack", KNOB_INTEGER, .value = NAN, .max = 1e6, .help = "the rack, island or site whose workers it strikes together" }

/** The victims of a kind with FAULT_WORKERS. */
gboolean fault_workers (const Fault *fault, const FaultPlace *place, FaultVictims *out, const char **knob, GError **error);

/** Which group of its partition everybody is in, workers first, then the machines of servers; 0: in none. LOCKSTEP_ERROR_INPUT where a
 *  group names nobody, or somebody twice. */
gboolean fault_sides (const Fault *fault, const FaultPlace *place, guint8 *sides, GError **error);

/** Whether @fault says when, and strikes somebody that there is; otherwise LOCKSTEP_ERROR_INPUT and the knob to blame. */
gboolean fault_accepts (const Fault *fault, const FaultPlace *place, const char **knob, GError **error);
/** NAN: it is over as soon as it has begun, or never ends. */
double fault_lasts (const Fault *fault);
void fault_settings_clear (FaultSettings *settings);
