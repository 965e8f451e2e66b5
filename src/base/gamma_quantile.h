/* The inverse of the regularised incomplete gamma function, for every shape; GSL's own gives up on small and large ones. */
#pragma once

#include <glib.h>

/** The x with P(@shape, x) = @u: the quantile of the gamma distribution of scale 1. @shape > 0, @u in (0, 1). Turns GSL's error
 *  handler off by its first use. */
double gamma_quantile (double shape, double u);
