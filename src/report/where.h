/* Where the time goes, beyond the workers' shares: what is hidden, what starves, the busiest links, and what one iteration waits
 * for. */
#pragma once

#include "report/report.h"
#include <stdio.h>

void where_print (const Report *report, FILE *to);
