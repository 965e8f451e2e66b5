/* What is to be said about a setting, in words: for explain and the manual. */
#pragma once

#include "scenario/members.h"

/** "a whole number", "a time with a unit, such as "25 us"", "bsp, ssp or asp". (transfer full) */
char *fact_kind (const Knob *knob);
/** "from 1 to 64", "above 0"; NULL: no bounds. (transfer full) */
char *fact_range (const Knob *knob);
/** "32", "the protocol's own", "required"; NULL: it may be left out. (transfer full) */
char *fact_default (const Member *member);
/** The version that it came with. */
const char *fact_since (const Knob *knob);
/** All of it in one line: "a whole number, from 1; default 32". (transfer full) */
char *fact_line (const Member *member);
