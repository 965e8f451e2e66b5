/* The values of an axis: a list, or a range of numbers. */
#pragma once

#include "scenario/document.h"

/** Appends the values that @node states (const cJSON, of @document) to @values; none when it is wrong, which is reported. */
void axis_values_read (Document *document, const cJSON *node, GPtrArray *values, Diagnostics *diagnostics);

/** As people write it: 8, bsp, 10 Gbit/s, [128,64]. (transfer full) */
char *value_text (const cJSON *value);
