/* links.csv: how each link was used that carried bytes, a row a direction, in the topology's order. */
#pragma once

#include "training/outcome.h"

#define LINKS_CSV_HEAD "from,to,bandwidth_bytes_per_s,bytes,utilisation"

/** The utilisation is the share of what the link could have carried in the whole run. Where there is no network: the head alone.
 */
void links_csv_write (const Outcome *outcome, FILE *to);
