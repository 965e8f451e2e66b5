/* `lockstep test --update`: fingerprints that no longer hold are replaced by what was measured, in the scenario's own text, where
 * nothing else changes. */
#pragma once

#include "command/test_file.h"

/** Blesses what @file, judged, measured otherwise; says on standard output (lines that begin with "# ") what it was, what it is
 * and the first event that differs from the golden timeline where one is kept, which is renewed. The verdicts then pass. */
gboolean bless_file (TestFile *file, const RunChoices *choices, GError **error);
