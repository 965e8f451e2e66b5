/* Silent corruption: what a worker computed is not what it sends, and nothing says so. */
#pragma once

#include "fault/fault.h"

/** Spoils the @n floats at @x as @fault, of the kind corrupt, says. What is drawn is a function of (@seed, @worker, @round). */
void corrupt (const Fault *fault, guint64 seed, guint worker, guint64 round, float *x, gsize n);
