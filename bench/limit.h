/* The practical limit of one core: the same work as lockstep's with bare loops, one 4-ary heap and doubles; no messages, record,
 * protocol or topology, and exact only to about 1e-7. What lockstep's rates are held against.
 *
 * Jobs: a star of @workers with one server, 10 Gbit/s and 10 us a cable, 100 MB of gradients, 50 ms of compute with uniform
 * jitter of 10 %.
 */
#pragma once

#include <glib.h>

#define LIMIT_BYTES_PER_S 1.25e9
#define LIMIT_GRADIENT_BYTES 100e6
#define LIMIT_STEP_NS 5e7
#define LIMIT_JITTER 0.1
#define LIMIT_PATH_NS 20000

/** Each runs the job and returns its messages; @simulated_s is when the last one arrives. */
guint64 limit_asp (guint workers, guint iterations, double *simulated_s);
guint64 limit_bsp (guint workers, guint iterations, double *simulated_s);
guint64 limit_ring (guint workers, guint iterations, double *simulated_s);

/** Million events a second that come out of the heap and go in anew, @n of them pending; for about @seconds. */
double limit_hold (guint n, double seconds);
