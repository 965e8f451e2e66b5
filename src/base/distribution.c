#include "base/distribution.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>

#include "base/error.h"
#include "base/gamma_quantile.h"

static double
constant_quantile (const double *p, double u)
{
  return p[0];
}

static double
constant_mean (const double *p)
{
  return p[0];
}

static double
uniform_quantile (const double *p, double u)
{
  return gsl_cdf_flat_Pinv (u, p[0], p[1]);
}

static double
uniform_mean (const double *p)
{
  return p[0] + (p[1] - p[0]) / 2;
}

static double
normal_quantile (const double *p, double u)
{
  return MAX (0, p[0] + p[1] * gsl_cdf_ugaussian_Pinv (u));
}

/* E max(0, X) = mean·Φ(mean/sd) + sd·φ(mean/sd). */
static double
normal_mean (const double *p)
{
  double z = p[0] / p[1];

  return p[1] == 0 ? p[0] : p[0] * gsl_cdf_ugaussian_P (z) + p[1] * gsl_ran_ugaussian_pdf (z);
}

static double
lognormal_quantile (const double *p, double u)
{
  return p[0] * exp (p[1] * gsl_cdf_ugaussian_Pinv (u));
}

static double
lognormal_mean (const double *p)
{
  return p[0] * exp (p[1] * p[1] / 2);
}

static double
exponential_quantile (const double *p, double u)
{
  return gsl_cdf_exponential_Pinv (u, p[0]);
}

static double
exponential_mean (const double *p)
{
  return p[0];
}

static double
pareto_quantile (const double *p, double u)
{
  return gsl_cdf_pareto_Pinv (u, p[1], p[0]);
}

static double
pareto_mean (const double *p)
{
  return p[1] > 1 ? p[0] * p[1] / (p[1] - 1) : INFINITY;
}

static double
weibull_quantile (const double *p, double u)
{
  return gsl_cdf_weibull_Pinv (u, p[0], p[1]);
}

static double
weibull_mean (const double *p)
{
  return p[0] * tgamma (1 + 1 / p[1]);
}

static double
gamma_distribution_quantile (const double *p, double u)
{
  return p[1] * gamma_quantile (p[0], u);
}

static double
gamma_mean (const double *p)
{
  return p[0] * p[1];
}

static const DistributionKind distribution_constant = {
  .name = "constant",
  .summary = "always the same value",
  .parameters = { "value" },
  .scales = { TRUE },
  .quantile = constant_quantile,
  .mean = constant_mean,
};

static const DistributionKind distribution_uniform = {
  .name = "uniform",
  .summary = "evenly between two bounds",
  .parameters = { "low", "high" },
  .scales = { TRUE, TRUE },
  .quantile = uniform_quantile,
  .mean = uniform_mean,
};

static const DistributionKind distribution_normal = {
  .name = "normal",
  .summary = "mean and standard deviation, cut at 0",
  .parameters = { "mean", "sd" },
  .scales = { TRUE, TRUE },
  .quantile = normal_quantile,
  .mean = normal_mean,
};

static const DistributionKind distribution_lognormal = {
  .name = "lognormal",
  .summary = "median, and standard deviation of the logarithm",
  .parameters = { "median", "sigma" },
  .scales = { TRUE, FALSE },
  .positive = { TRUE, FALSE },
  .quantile = lognormal_quantile,
  .mean = lognormal_mean,
};

static const DistributionKind distribution_exponential = {
  .name = "exponential",
  .summary = "memoryless, with a mean",
  .parameters = { "mean" },
  .scales = { TRUE },
  .positive = { TRUE },
  .quantile = exponential_quantile,
  .mean = exponential_mean,
};

static const DistributionKind distribution_pareto = {
  .name = "pareto",
  .summary = "a power-law tail above a smallest value",
  .parameters = { "scale", "shape" },
  .scales = { TRUE, FALSE },
  .positive = { TRUE, TRUE },
  .quantile = pareto_quantile,
  .mean = pareto_mean,
};

static const DistributionKind distribution_weibull = {
  .name = "weibull",
  .summary = "a hazard that falls (shape < 1) or rises (shape > 1) with age",
  .parameters = { "scale", "shape" },
  .scales = { TRUE, FALSE },
  .positive = { TRUE, TRUE },
  .quantile = weibull_quantile,
  .mean = weibull_mean,
};

static const DistributionKind distribution_gamma = {
  .name = "gamma",
  .summary = "the sum of `shape` exponential times of mean `scale`",
  .parameters = { "shape", "scale" },
  .scales = { FALSE, TRUE },
  .positive = { TRUE, TRUE },
  .quantile = gamma_distribution_quantile,
  .mean = gamma_mean,
};

const DistributionKind *const distribution_table[] = {
  &distribution_constant,  &distribution_uniform,     &distribution_normal,
  &distribution_lognormal, &distribution_exponential, &distribution_pareto,
  &distribution_weibull,   &distribution_gamma,       NULL,
};

const DistributionKind *
distribution_find (const char *name)
{
  for (guint i = 0; distribution_table[i] != NULL; i++)
    if (g_str_equal (distribution_table[i]->name, name))
      return distribution_table[i];
  return NULL;
}

double
distribution_quantile (const Distribution *d, double u)
{
  g_assert (u > 0 && u < 1);
  return d->kind->quantile (d->p, u);
}

double
distribution_mean (const Distribution *d)
{
  return d->kind->mean (d->p);
}

double
distribution_draw (const Distribution *d, guint64 seed, RandomPurpose purpose, guint32 entity, guint64 index)
{
  return d->kind->quantile (d->p, random_uniform (seed, purpose, entity, index));
}

static gboolean
parameter_check (const DistributionKind *kind, guint i, double value, GError **error)
{
  const char *rule = !isfinite (value)                 ? "must be a finite number"
                     : value < 0                       ? "must not be negative"
                     : value == 0 && kind->positive[i] ? "must be greater than 0"
                                                       : NULL;

  if (rule != NULL)
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s of a %s distribution %s", kind->parameters[i], kind->name,
                 rule);
  return rule == NULL;
}

gboolean
distribution_check (const Distribution *d, GError **error)
{
  for (guint i = 0; i < DISTRIBUTION_PARAMETERS && d->kind->parameters[i] != NULL; i++)
    if (!parameter_check (d->kind, i, d->p[i], error))
      return FALSE;
  if (d->kind == &distribution_uniform && d->p[1] < d->p[0])
    {
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "high of a uniform distribution is less than its low");
      return FALSE;
    }
  return TRUE;
}
