#include "base/gamma_quantile.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>

/* Below this x the first term of the series of P is all of it; above this shape the guess is right to 1e-8, which GSL's P no longer
 * is: 5e-6 at 5e5, NaN for some x from 8e5 on. */
#define SERIES_LOG_X -37.0
#define LARGE_SHAPE 1e5
/* Newton doubles the digits: after a step this small the error is below a rounding. */
#define LAST_STEP 1e-9
#define MAX_STEPS 200

static void
gsl_handler_off_once (void)
{
  static gsize done;

  if (g_once_init_enter (&done))
    {
      gsl_set_error_handler_off ();
      g_once_init_leave (&done, 1);
    }
}

/* P(a, x) = x^a / Γ(a+1) · (1 - O(x)); exact as x → 0 and never above the quantile. */
static double
log_series_guess (double shape, double u)
{
  return (log (u) + gsl_sf_lngamma (shape + 1)) / shape;
}

/* Wilson & Hilferty (1931): the cube root of a gamma variate is nearly normal. */
static double
log_cube_root_guess (double shape, double u)
{
  double root = 1 - 1 / (9 * shape) + gsl_cdf_ugaussian_Pinv (u) / (3 * sqrt (shape));

  return root > 0 ? log (shape) + 3 * log (root) : -INFINITY;
}

/* Newton's step in y = log x for log P = log u below the median, log Q = log (1 - u) above it. Both logarithms are concave in y,
 * so the steps approach from one side and cannot cycle; the bound keeps a bad start from jumping into underflow. */
static double
newton_step (double shape, double u, double y)
{
  double x = exp (y);
  double slope = x * gsl_ran_gamma_pdf (x, shape, 1);
  double tail = u <= 0.5 ? gsl_cdf_gamma_P (x, shape, 1) : gsl_cdf_gamma_Q (x, shape, 1);
  double step = u <= 0.5 ? tail / slope * log (u / tail) : tail / slope * log (tail / (1 - u));

  return CLAMP (step, -1, 1);
}

double
gamma_quantile (double shape, double u)
{
  double series, y, step = 1;

  gsl_handler_off_once ();
  series = log_series_guess (shape, u);
  if (series < SERIES_LOG_X)
    return exp (series);
  y = MAX (series, log_cube_root_guess (shape, u));
  if (shape > LARGE_SHAPE)
    return exp (y);
  for (guint i = 0; i < MAX_STEPS && fabs (step) > LAST_STEP; i++)
    {
      step = newton_step (shape, u, y);
      y += step;
    }
  return exp (y);
}
