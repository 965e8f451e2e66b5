/* Data: a training and a test set in memory, rows of float32.
 *
 * A source is one const descriptor in its own file (fashion_mnist.c, idx_source.c, csv.c, blobs.c, regression.c). Classification
 * has a class per row, regression a target per row. Immutable once loaded, so worker threads read it freely.
 */
#pragma once

#include "base/knob.h"

typedef struct
{
  guint n_train, n_test;
  guint features;  /* columns of x */
  guint classes;   /* 0: regression */
  guint shape[3];  /* channels, height, width of a row; 0 where it is no image */
  float *train_x;  /* [n_train][features] */
  float *test_x;   /* [n_test][features] */
  guint8 *train_y; /* [n_train] classes, or NULL */
  guint8 *test_y;  /* [n_test] */
  float *train_t;  /* [n_train] targets, or NULL */
  float *test_t;   /* [n_test] */
} Dataset;

typedef struct
{
  const char *dir;      /* --data or $LOCKSTEP_DATA or NULL; borrowed */
  const char *base_dir; /* relative paths in knobs start here: the scenario's folder; borrowed, may be NULL */
  guint64 seed;         /* synthetic sources draw from it */
  const char **blame;   /* set to the knob that an error of load lies in, NULL: in none of its own; may be NULL */
} DataPlace;

typedef struct _DataSource
{
  const char *name; /* the word in workload.data.source */
  const char *summary;
  const Knob *knobs; /* beside source: train, test, … */
  /* What the shape will be, where that follows from the knobs alone: sets features, classes, shape, n_train and n_test. NULL: the
   * data must be read (dataset_shape). */
  void (*describe) (const Knobs *knobs, Dataset *out);
  /* Reads or makes the data. LOCKSTEP_ERROR_INPUT with a message that says what to do (package, files, an offline scenario). */
  gboolean (*load) (const Knobs *knobs, const DataPlace *place, Dataset *out, GError **error);
} DataSource;

extern const DataSource source_fashion_mnist, source_idx, source_csv, source_blobs, source_regression;

/** NULL-terminated. */
extern const DataSource *const data_source_table[];
extern const WordTable data_source_words;

/** For the sources: says that what is wrong lies in the knob @name. */
void data_blame (const DataPlace *place, const char *name);
/** For the sources: room for the rows that n_train, n_test, features and classes announce. LOCKSTEP_ERROR_INPUT without memory.
 */
gboolean dataset_allocate (Dataset *dataset, GError **error);

/** (transfer full) or NULL with LOCKSTEP_ERROR_INPUT. */
Dataset *dataset_load (const DataSource *source, const Knobs *knobs, const DataPlace *place, GError **error);
/** The features, classes, shape and numbers of rows that loading comes to; reads the data where the source cannot tell without.
 *  @out holds no rows. LOCKSTEP_ERROR_INPUT. */
gboolean dataset_shape (const DataSource *source, const Knobs *knobs, const DataPlace *place, Dataset *out, GError **error);
void dataset_free (Dataset *dataset);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Dataset, dataset_free)
