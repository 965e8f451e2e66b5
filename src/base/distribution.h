/* Distributions, each drawn from one uniform number by its inverse CDF (GSL).
 *
 * Each is one const descriptor; distribution_table lists them all. GSL's error handler is turned off by the first use.
 */
#pragma once

#include <glib.h>

#include "base/knob.h"
#include "base/random.h"

#define DISTRIBUTION_PARAMETERS 2

typedef struct _DistributionKind
{
  const char *name;       /* "lognormal" */
  const char *summary;    /* one line */
  const Knob *knobs;      /* the parameters, at most DISTRIBUTION_PARAMETERS: "median", "sigma" */
  const Knob *time_knobs; /* the same where times are drawn: those in the unit of the quantity are times */
  double (*quantile) (const double *p, double u);
  double (*mean) (const double *p); /* infinite where it does not exist */
} DistributionKind;

typedef struct
{
  const DistributionKind *kind;
  double p[DISTRIBUTION_PARAMETERS];
} Distribution;

/** NULL-terminated: constant uniform normal lognormal exponential pareto weibull gamma. */
extern const DistributionKind *const distribution_table[];
extern const WordTable distribution_words, time_distribution_words;

/* A knob that is a distribution: { "dist": "lognormal", "median": 1, "sigma": 0.3 }, or { "dist": "exponential", "mean": "5 s" }.
 */
#define DISTRIBUTION_OF_NUMBERS KNOB_OBJECT, .members = distribution_members, .accepts = distribution_accepts
#define DISTRIBUTION_OF_TIMES KNOB_OBJECT, .members = time_distribution_members, .accepts = distribution_accepts
extern const Knob distribution_members[], time_distribution_members[];
gboolean distribution_accepts (const Knobs *members, GError **error);
/** What knob_object says of such a knob; a kind of NULL where it is NULL. */
Distribution distribution_from_knobs (const Knobs *members);

/** The value at probability @u in (0, 1). normal is cut at 0. */
double distribution_quantile (const Distribution *d, double u);
double distribution_mean (const Distribution *d);
double distribution_draw (const Distribution *d, guint64 seed, RandomPurpose purpose, guint32 entity, guint64 index);

/** FALSE with a message in words when the parameters make no sense together (uniform high < low, …). */
gboolean distribution_check (const Distribution *d, GError **error);
