/* A small timeline of the workers in plain text: a row a worker, a column a moment. */
#pragma once

#include "record/record.h"
#include <stdio.h>

/** Prints the first workers' first iterations, at most @width columns wide, a time axis and what the signs mean. Nothing when no
 * spans were kept. */
void text_timeline_print (const Record *record, FILE *to, gboolean colour, guint width);
