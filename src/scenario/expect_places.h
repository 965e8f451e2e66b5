/* Which points a condition speaks of: labels in brackets and "when". */
#pragma once

#include "scenario/expect_internal.h"

/** Fills @expectation's places; what is wrong with its labels or with @when (an object, or NULL) is reported. */
void expect_find_places (const Expect *expect, Expectation *expectation, const cJSON *text, const cJSON *when,
                         Diagnostics *diagnostics);
