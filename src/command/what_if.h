/* What if one thing were twice as good: the same cluster with twice the bandwidth, half the latency, twice the compute speed,
 * half the straggling, each alone. Time only.
 */
#pragma once

#include "command/simulate.h"

/** Runs the variants and prints the table. Returns the exit status. */
int what_if_print (Scenario *scenario, const SimulateOptions *options, FILE *to);
