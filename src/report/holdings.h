/* Who holds which rows: what a partition comes to, as a table, a CSV file and a picture. */
#pragma once

#include <stdio.h>

#include "base/json_writer.h"
#include "learning/dataset.h"
#include "learning/partition.h"

typedef struct _Holdings Holdings;

/** Counts the training rows of @data that each worker holds, by class where there are classes. */
Holdings *holdings_new (const Partition *partition, const Dataset *data);
void holdings_free (Holdings *holdings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Holdings, holdings_free)

/** What all of it comes to, then a row a worker, at most @most. @width: the terminal's columns. */
void holdings_print (const Holdings *holdings, guint most, FILE *to, gboolean colour, guint width);
/** The same facts as an object "partition". */
void holdings_write_json (const Holdings *holdings, JsonWriter *json);
/** "worker,rows" and the classes, a row a worker. (transfer full) */
GString *holdings_csv (const Holdings *holdings);
/** Writes partition.gp, partition.dat and, with gnuplot, partition.svg into @dir: stacked bars for up to 20 workers, beyond that a map
 * of class × worker, and the amounts alone where there are no classes. @note: as in picture_draw. LOCKSTEP_ERROR_RUN. */
gboolean holdings_draw (const Holdings *holdings, const char *title, const char *subtitle, const char *dir, char **note, GError **error);
