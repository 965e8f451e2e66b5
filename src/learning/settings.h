/* workload: what is learnt. scenario/ fills it. Everything is optional when only time is simulated. */
#pragma once

#include "learning/description.h"
#include "learning/init.h"
#include "learning/model.h"
#include "learning/optimizer.h"
#include "learning/order.h"

typedef struct
{
  const ModelKind *model; /* NULL: none that can be trained */
  Knobs *model_knobs;
  ModelDescription *description; /* owned; instead of a model: its time alone. NULL: none */
  char *description_word;        /* what names it: a shipped one's word, or an absolute path */
  const DataSource *data; /* NULL: none given */
  Knobs *data_knobs;
  Dataset shape; /* of data whose source cannot tell it without reading, once scenario/ has read it; no rows */
  const OptimizerKind *optimizer; /* NULL: none given */
  Knobs *optimizer_knobs;
  const Init *init;
  const PartitionKind *partition; /* NULL: all workers draw from one stream */
  Knobs *partition_knobs;
  gboolean shuffled;
  guint batch; /* rows per worker and step */
} LearningSettings;

void learning_settings_init (LearningSettings *settings);
void learning_settings_clear (LearningSettings *settings);
/** What the data look like; @out holds no rows. All 0: there are none. */
void learning_settings_shape (const LearningSettings *settings, Dataset *out);
/** Who holds which rows, where there is a partition. @data: as below. LOCKSTEP_ERROR_INPUT. (transfer full) */
Partition *learning_settings_partition (const LearningSettings *settings, guint64 seed, guint workers, const Dataset *data,
                                        GError **error);
/** Which rows the workers take. @data: those that were loaded, or their shape, which will do where no kind of partition looks at
 * labels. LOCKSTEP_ERROR_INPUT where they do not suffice. (transfer full) */
Order *learning_settings_order (const LearningSettings *settings, guint64 seed, guint workers, const Dataset *data, GError **error);
