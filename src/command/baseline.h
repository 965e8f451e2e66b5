/* Earlier results, that a test's runs are held against: what got slower or worse.
 *
 * A baseline is a folder that `run --out` or `sweep --out` wrote, or one that holds such folders, at any depth. A scenario's results
 * are known by its name, a sweep's points by their values. Judged are the losses and the accuracy at the end, the time to the
 * target, the time of the whole run and of an iteration, throughput and speed-up: a mean over the seeds may be worse than the
 * earlier one by the noise of the two, the root of the sum of the squares of their 95 % intervals' half-widths, and by a share of
 * the earlier one that the user allows. One seed has no interval, and adds no noise.
 *
 * Lifecycle: baseline_read → baseline_judge for each scenario → baseline_free.
 */
#pragma once

#include "scenario/expect.h"

typedef struct _Baseline Baseline;

/** LOCKSTEP_ERROR_INPUT: there are no results in @dir, they cannot be read, or two are of scenarios of one name. */
Baseline *baseline_read (const char *dir, GError **error);
void baseline_free (Baseline *baseline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Baseline, baseline_free)

/** Whether there are results of the scenario of that name. */
gboolean baseline_has (const Baseline *baseline, const char *scenario);

/** Appends to @verdicts (of ExpectVerdict, which the array frees) one for each metric that @baseline has at each configuration of
 * @scenario, or a skipped one where it has none; how many does not depend on @results, which are as for expect_judge.
 * @tolerance: the share, 0 … 1, of an earlier figure that it may be missed by. */
void baseline_judge (const Baseline *baseline, const Scenario *scenario, const Sweep *sweep, const Expect *expect,
                     const ExpectResult *results, double tolerance, GPtrArray *verdicts);
