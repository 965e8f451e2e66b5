#include <gsl/gsl_cdf.h>

#include "base/distribution.h"
#include "base/error.h"
#include "test-base.h"

static Distribution
distribution (const char *name, double first, double second)
{
  return (Distribution){ .kind = word_find (&distribution_words, name), .p = { first, second } };
}

/* The distribution functions in closed form, from the textbook and not from the library that inverts them. */
static double
cumulative (const Distribution *d, double x)
{
  const double *p = d->p;
  const char *name = d->kind->name;

  if (g_str_equal (name, "uniform"))
    return (x - p[0]) / (p[1] - p[0]);
  if (g_str_equal (name, "normal"))
    return erfc (-(x - p[0]) / p[1] / sqrt (2)) / 2;
  if (g_str_equal (name, "lognormal"))
    return erfc (-log (x / p[0]) / p[1] / sqrt (2)) / 2;
  if (g_str_equal (name, "exponential"))
    return -expm1 (-x / p[0]);
  if (g_str_equal (name, "pareto"))
    return 1 - pow (p[0] / x, p[1]);
  if (g_str_equal (name, "weibull"))
    return -expm1 (-pow (x / p[0], p[1]));
  return gsl_cdf_gamma_P (x, p[0], p[1]);
}

static const struct
{
  const char *name;
  double p[2];
} shapes[] = {
  { "uniform", { 0.7, 2.385 } }, { "normal", { 17.3, 1.9 } }, { "lognormal", { 1.3, 0.45 } }, { "lognormal", { 0.02, 2.1 } },
  { "exponential", { 3.7, 0 } }, { "pareto", { 0.9, 1.7 } },  { "pareto", { 2.5, 3.1 } },     { "weibull", { 1.7, 0.8 } },
  { "weibull", { 0.31, 2.9 } },  { "gamma", { 0.1, 2.385 } }, { "gamma", { 0.5, 0.7 } },      { "gamma", { 1, 1.3 } },
  { "gamma", { 2, 0.37 } },      { "gamma", { 50, 7.1 } },    { "gamma", { 1e4, 0.013 } },
};

/* CDF (quantile (u)) = u, where the distribution is not cut. */
static void
test_round_trip (void)
{
  static const double us[] = { 1e-6, 3.3e-4, 0.017, 0.21, 0.5, 0.77, 0.983, 0.9991, 1 - 1e-6 };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      Distribution d = distribution (shapes[i].name, shapes[i].p[0], shapes[i].p[1]);

      for (guint k = 0; k < G_N_ELEMENTS (us); k++)
        {
          double back = cumulative (&d, distribution_quantile (&d, us[k]));

          g_assert_cmpfloat_with_epsilon (back / us[k], 1, 1e-9);
        }
    }
}

/* The mean is the integral of the quantile over (0, 1): midpoint rule, 4000 points, for distributions of light tail. */
static void
test_means (void)
{
  static const struct
  {
    const char *name;
    double p[2];
  } rows[] = {
    { "constant", { 2.385, 0 } }, { "uniform", { 0.7, 2.385 } }, { "normal", { 17.3, 1.9 } },   { "normal", { 0.3, 1.9 } },
    { "normal", { 1.7, 0 } },     { "lognormal", { 1.3, 0.3 } }, { "exponential", { 3.7, 0 } }, { "pareto", { 0.9, 7.1 } },
    { "weibull", { 1.7, 1.3 } },  { "gamma", { 2.3, 0.37 } },    { "gamma", { 0.4, 1.7 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Distribution d = distribution (rows[i].name, rows[i].p[0], rows[i].p[1]);
      double sum = 0;

      for (guint k = 0; k < 4000; k++)
        sum += distribution_quantile (&d, (k + 0.5) / 4000);
      g_assert_cmpfloat_with_epsilon (sum / 4000 / distribution_mean (&d), 1, 1e-3);
    }
  for (double shape = 0.7; shape <= 1; shape += 0.3)
    g_assert_cmpfloat (distribution_mean (&(Distribution){ word_find (&distribution_words, "pareto"), { 2, shape } }), ==,
                       INFINITY);
}

/* Gamma (1) is exponential: x = -log (1 - u). Gamma (1/2) of scale 2 is a squared normal. Gamma (a → 0) tends to
 * (u·Γ(a+1))^(1/a): with a = 0.01 and u = 1/2 that is 2^-100·e^(100·lnΓ(1.01)). And no shape, small or large, gives NaN or a
 * falling quantile. */
static void
test_gamma_closed_forms (void)
{
  static const double all[] = { 1e-3, 0.01, 0.1, 0.9, 1, 33, 1e5, 5e5, 9e5, 1e6, 2e6, 1e9 };
  double z = gsl_cdf_ugaussian_Pinv (0.5 + 0.37 / 2);
  Distribution one = distribution ("gamma", 1, 2.385), half = distribution ("gamma", 0.5, 2);
  Distribution tiny = distribution ("gamma", 0.01, 1);

  g_assert_cmpfloat_with_epsilon (distribution_quantile (&one, 0.37), -2.385 * log1p (-0.37), 1e-14);
  g_assert_cmpfloat_with_epsilon (distribution_quantile (&half, 0.37), z * z, 1e-14);
  g_assert_cmpfloat_with_epsilon (distribution_quantile (&tiny, 0.5) / exp (100 * (lgamma (1.01) - log (2))), 1, 1e-12);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      Distribution d = distribution ("gamma", all[i], 1);
      double last = 0;

      for (guint k = 0; k < 400; k++)
        {
          double x = distribution_quantile (&d, (k + 0.5) / 400);

          g_assert_true (isfinite (x) && x >= last);
          last = x;
        }
    }
}

static void
test_cut_at_zero (void)
{
  Distribution d = distribution ("normal", 1, 2);

  g_assert_cmpfloat (distribution_quantile (&d, 0.1), ==, 0);
  g_assert_cmpfloat (distribution_quantile (&d, 0.9), >, 3.5);
}

/* The extreme uniforms that random_uniform can give are finite under every kind. */
static void
test_extremes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      Distribution d = distribution (shapes[i].name, shapes[i].p[0], shapes[i].p[1]);

      g_assert_true (isfinite (distribution_quantile (&d, 0x1p-53)));
      g_assert_true (isfinite (distribution_quantile (&d, 1 - 0x1p-53)));
    }
}

static void
test_draw (void)
{
  Distribution d = distribution ("weibull", 1.7, 0.8);
  double u = random_uniform (42, RANDOM_SLOWDOWN, 3, 17);

  g_assert_cmpfloat (distribution_draw (&d, 42, RANDOM_SLOWDOWN, 3, 17), ==, distribution_quantile (&d, u));
}

static void
assert_refused (const char *name, double first, double second, const char *message)
{
  Distribution d = distribution (name, first, second);
  g_autoptr (GError) error = NULL;

  g_assert_false (distribution_check (&d, &error));
  g_assert_error (error, LOCKSTEP_ERROR, LOCKSTEP_ERROR_INPUT);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_check (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      Distribution d = distribution (shapes[i].name, shapes[i].p[0], shapes[i].p[1]);

      g_assert_true (distribution_check (&d, NULL));
    }
  g_assert_true (distribution_check (&(Distribution){ word_find (&distribution_words, "uniform"), { 2, 2 } }, NULL));
  assert_refused ("uniform", 3, 2, "high of a uniform distribution is less than its low");
  assert_refused ("lognormal", 0, 1, "median of a lognormal distribution must be greater than 0");
  assert_refused ("lognormal", 1, -0.3, "sigma of a lognormal distribution must not be negative");
  assert_refused ("gamma", NAN, 1, "shape of a gamma distribution must be a finite number");
  assert_refused ("pareto", 1, INFINITY, "shape of a pareto distribution must be a finite number");
  g_assert_null (word_find (&distribution_words, "zipf"));
}

void
distribution_tests_add (void)
{
  g_test_add_func ("/base/distribution/round-trip", test_round_trip);
  g_test_add_func ("/base/distribution/means", test_means);
  g_test_add_func ("/base/distribution/gamma-closed-forms", test_gamma_closed_forms);
  g_test_add_func ("/base/distribution/cut-at-zero", test_cut_at_zero);
  g_test_add_func ("/base/distribution/extremes", test_extremes);
  g_test_add_func ("/base/distribution/draw", test_draw);
  g_test_add_func ("/base/distribution/check", test_check);
}
