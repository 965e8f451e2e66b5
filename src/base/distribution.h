/* Distributions, each drawn from one uniform number by its inverse CDF (GSL).
 *
 * Each is one const descriptor; distribution_table lists them all. GSL's error handler is turned off by the first use.
 */
#pragma once

#include <glib.h>

#include "base/random.h"

#define DISTRIBUTION_PARAMETERS 2

typedef struct _DistributionKind
{
  const char *name;                                /* "lognormal" */
  const char *summary;                             /* one line */
  const char *parameters[DISTRIBUTION_PARAMETERS]; /* "median", "sigma"; NULL where there are fewer */
  gboolean scales[DISTRIBUTION_PARAMETERS];   /* the parameter has the unit of the quantity (a time, where times are drawn) */
  gboolean positive[DISTRIBUTION_PARAMETERS]; /* must be > 0 (otherwise ≥ 0) */
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

const DistributionKind *distribution_find (const char *name);

/** The value at probability @u in (0, 1). normal is cut at 0. */
double distribution_quantile (const Distribution *d, double u);
double distribution_mean (const Distribution *d);
double distribution_draw (const Distribution *d, guint64 seed, RandomPurpose purpose, guint32 entity, guint64 index);

/** FALSE with a message in words when the parameters make no sense together (uniform high < low, …). */
gboolean distribution_check (const Distribution *d, GError **error);
