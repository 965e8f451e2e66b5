/* Golden timelines: what a run's timeline.csv was when its fingerprint was blessed, kept beside the scenario so that the first
 * event that differs can be shown. ssp.json has ssp.timeline.csv; point 3 of its sweep has ssp.3.timeline.csv. Nobody has to keep
 * one.
 */
#pragma once

#include <glib.h>

/** Where the golden timeline of @scenario is; @point < 0: not of a sweep. (transfer full) */
char *golden_path (const char *scenario, int point);
/** The first line that differs between two texts, as three lines that begin with "# "; NULL: none does. (transfer full) */
char *golden_difference (const char *was, const char *is);
