/* Functions that would break determinism do not compile.
 *
 * The compiler is told to force this header into every file of src/ (Makefile.am), after the system headers that
 * declare the functions. Random numbers come from base/random.h; time comes from sim/clock.h. A file that may look at
 * the wall clock, for what is no part of the simulation, says so by undefining the macro.
 */
#pragma once

#include <glib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LOCKSTEP_BANNED(function) function##_is_banned_see_base_banned_h

#define rand() LOCKSTEP_BANNED (rand)
#define srand(...) LOCKSTEP_BANNED (srand)
#define random() LOCKSTEP_BANNED (random)
#define srandom(...) LOCKSTEP_BANNED (srandom)
#define drand48() LOCKSTEP_BANNED (drand48)
#define g_random_int() LOCKSTEP_BANNED (g_random_int)
#define g_random_int_range(...) LOCKSTEP_BANNED (g_random_int_range)
#define g_random_double() LOCKSTEP_BANNED (g_random_double)
#define g_rand_new() LOCKSTEP_BANNED (g_rand_new)

#define time(...) LOCKSTEP_BANNED (time)
#define gettimeofday(...) LOCKSTEP_BANNED (gettimeofday)
#define clock_gettime(...) LOCKSTEP_BANNED (clock_gettime)
#define g_get_monotonic_time() LOCKSTEP_BANNED (g_get_monotonic_time)
#define g_get_real_time() LOCKSTEP_BANNED (g_get_real_time)
