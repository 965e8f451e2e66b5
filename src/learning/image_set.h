/* A data set in four IDX files, as MNIST came: what the sources fashion-mnist and idx share. */
#pragma once

#include "learning/dataset.h"

typedef struct
{
  char *train_images, *train_labels, *test_images, *test_labels; /* paths, owned */
} ImageFiles;

void image_files_clear (ImageFiles *files);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ImageFiles, image_files_clear)

/** Reads @files into @out: pixels/255, the first rows of each part as the knobs "train" and "test" ask (all unless given). At
 *  least @classes classes; more when the labels have more. LOCKSTEP_ERROR_INPUT when the files do not fit together. */
gboolean image_set_load (const ImageFiles *files, const Knobs *knobs, const DataPlace *place, guint classes, Dataset *out, GError **error);
