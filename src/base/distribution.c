#include "base/distribution.h"

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>

#include "base/error.h"
#include "base/gamma_quantile.h"

#define LONGEST_S 9e9 /* what fits 64 bits of nanoseconds */

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

/* A parameter, by its least value: one that has the unit of what is drawn (TIME where that is a time), or a plain number. */
#define PARAMETER(name, type, most, least, text)                               \
  {                                                                            \
    name, type, NAN, .min = least, .max = most, .required = TRUE, .help = text \
  }
#define NUMBER(name, least) PARAMETER (name, KNOB_NUMBER, DBL_MAX, least, "a parameter of the distribution")
#define SCALE(name, least) \
  PARAMETER (name, KNOB_NUMBER, DBL_MAX, least, "a parameter of the distribution, in the unit of what is drawn")
#define TIME(name, least) PARAMETER (name, KNOB_TIME, LONGEST_S, least, "a parameter of the distribution")

static const DistributionKind distribution_constant = {
  .name = "constant",
  .summary = "always the same value",
  .knobs = (const Knob[]){ SCALE ("value", 0), { NULL } },
  .time_knobs = (const Knob[]){ TIME ("value", 0), { NULL } },
  .quantile = constant_quantile,
  .mean = constant_mean,
};

static const DistributionKind distribution_uniform = {
  .name = "uniform",
  .summary = "evenly between two bounds",
  .knobs = (const Knob[]){ SCALE ("low", 0), SCALE ("high", 0), { NULL } },
  .time_knobs = (const Knob[]){ TIME ("low", 0), TIME ("high", 0), { NULL } },
  .quantile = uniform_quantile,
  .mean = uniform_mean,
};

static const DistributionKind distribution_normal = {
  .name = "normal",
  .summary = "mean and standard deviation, cut at 0",
  .knobs = (const Knob[]){ SCALE ("mean", 0), SCALE ("sd", 0), { NULL } },
  .time_knobs = (const Knob[]){ TIME ("mean", 0), TIME ("sd", 0), { NULL } },
  .quantile = normal_quantile,
  .mean = normal_mean,
};

static const DistributionKind distribution_lognormal = {
  .name = "lognormal",
  .summary = "median, and standard deviation of the logarithm",
  .knobs = (const Knob[]){ SCALE ("median", DBL_MIN), NUMBER ("sigma", 0), { NULL } },
  .time_knobs = (const Knob[]){ TIME ("median", DBL_MIN), NUMBER ("sigma", 0), { NULL } },
  .quantile = lognormal_quantile,
  .mean = lognormal_mean,
};

static const DistributionKind distribution_exponential = {
  .name = "exponential",
  .summary = "memoryless, with a mean",
  .knobs = (const Knob[]){ SCALE ("mean", DBL_MIN), { NULL } },
  .time_knobs = (const Knob[]){ TIME ("mean", DBL_MIN), { NULL } },
  .quantile = exponential_quantile,
  .mean = exponential_mean,
};

static const DistributionKind distribution_pareto = {
  .name = "pareto",
  .summary = "a power-law tail above a smallest value",
  .knobs = (const Knob[]){ SCALE ("scale", DBL_MIN), NUMBER ("shape", DBL_MIN), { NULL } },
  .time_knobs = (const Knob[]){ TIME ("scale", DBL_MIN), NUMBER ("shape", DBL_MIN), { NULL } },
  .quantile = pareto_quantile,
  .mean = pareto_mean,
};

static const DistributionKind distribution_weibull = {
  .name = "weibull",
  .summary = "a hazard that falls (shape < 1) or rises (shape > 1) with age",
  .knobs = (const Knob[]){ SCALE ("scale", DBL_MIN), NUMBER ("shape", DBL_MIN), { NULL } },
  .time_knobs = (const Knob[]){ TIME ("scale", DBL_MIN), NUMBER ("shape", DBL_MIN), { NULL } },
  .quantile = weibull_quantile,
  .mean = weibull_mean,
};

static const DistributionKind distribution_gamma = {
  .name = "gamma",
  .summary = "the sum of `shape` exponential times of mean `scale`",
  .knobs = (const Knob[]){ NUMBER ("shape", DBL_MIN), SCALE ("scale", DBL_MIN), { NULL } },
  .time_knobs = (const Knob[]){ NUMBER ("shape", DBL_MIN), TIME ("scale", DBL_MIN), { NULL } },
  .quantile = gamma_distribution_quantile,
  .mean = gamma_mean,
};

const DistributionKind *const distribution_table[] = {
  &distribution_constant,  &distribution_uniform,     &distribution_normal,
  &distribution_lognormal, &distribution_exponential, &distribution_pareto,
  &distribution_weibull,   &distribution_gamma,       NULL,
};

WORDS_WITH_KNOBS (distribution, DistributionKind, distribution_table)

static const Knob *
time_knobs_of (gconstpointer descriptor)
{
  return ((const DistributionKind *)descriptor)->time_knobs;
}

const WordTable distribution_words = { "distribution", "distributions", WORD_FUNCTIONS (distribution), NULL };
const WordTable time_distribution_words = {
  "distribution", "distributions", distribution_at, distribution_name, distribution_summary, time_knobs_of, NULL
};

const Knob distribution_members[] = {
  { "dist", KNOB_WORD, .table = &distribution_words, .required = TRUE, .help = "the distribution" },
  { NULL },
};
const Knob time_distribution_members[] = {
  { "dist", KNOB_WORD, .table = &time_distribution_words, .required = TRUE, .help = "the distribution" },
  { NULL },
};

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
  const char *rule = !isfinite (value)                      ? "must be a finite number"
                     : value < 0                            ? "must not be negative"
                     : value == 0 && kind->knobs[i].min > 0 ? "must be greater than 0"
                                                            : NULL;

  if (rule != NULL)
    g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "%s of a %s distribution %s", kind->knobs[i].name, kind->name,
                 rule);
  return rule == NULL;
}

gboolean
distribution_check (const Distribution *d, GError **error)
{
  for (guint i = 0; d->kind->knobs[i].name != NULL; i++)
    if (!parameter_check (d->kind, i, d->p[i], error))
      return FALSE;
  if (d->kind == &distribution_uniform && d->p[1] < d->p[0])
    {
      g_set_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT, "high of a uniform distribution is less than its low");
      return FALSE;
    }
  return TRUE;
}

Distribution
distribution_from_knobs (const Knobs *members)
{
  Distribution d = { NULL };
  const Knobs *parameters;

  if (members == NULL)
    return d;
  d.kind = knob_choice (members, "dist", &parameters);
  for (guint i = 0; d.kind != NULL && d.kind->knobs[i].name != NULL; i++)
    d.p[i] = knob_number (parameters, d.kind->knobs[i].name);
  return d;
}

gboolean
distribution_accepts (const Knobs *members, GError **error)
{
  Distribution d = distribution_from_knobs (members);

  return distribution_check (&d, error);
}
