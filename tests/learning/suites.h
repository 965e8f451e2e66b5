/* The parts of test-learning, and what they share. */
#pragma once

#include <cjson/cJSON.h>

#include "learning/model.h"

void add_aggregation_tests (void);
void add_idx_tests (void);
void add_dataset_tests (void);
void add_csv_tests (void);
void add_conv_tests (void);
void add_gradient_tests (void);
void add_model_tests (void);
void add_partition_tests (void);
void add_skewed_partition_tests (void);
void add_update_tests (void);
/** @data: load_fashion_mnist's, NULL where it is not installed. */
void add_fashion_mnist_tests (const Dataset *data);
Dataset *load_fashion_mnist (void);

/** tests/data/gradcheck.json: numbers of another framework. Free with cJSON_Delete. */
cJSON *gradcheck_read (void);
/** The member at @path ("f64/grads/W1"), which must be there. */
const cJSON *gradcheck_get (const cJSON *node, const char *path);
/** All numbers below @node in order. (transfer full) */
double *gradcheck_numbers (const cJSON *node, guint *n);
/** The same as float32, exact for inputs and parameters. (transfer full) */
float *gradcheck_floats (const cJSON *node, guint *n);

/** @kind for rows of @features numbers in @classes classes (0: targets); @hidden for an mlp. */
Model *make_model (const ModelKind *kind, guint features, guint classes, const gint64 *hidden, guint n_hidden);
/** A cnn on images of @shape (channels, height, width) with kernels of 3, no hidden layers. */
Model *make_cnn (const guint shape[3], guint classes, const gint64 *channels, guint n_channels, guint padding, guint pool);
/** Room for @n rows. (transfer full) */
float *make_workspace (const Model *model, guint n);
/** sqrt(Σ x²) */
double norm (const float *x, gsize n);

#define assert_near(a, b, tolerance) g_assert_cmpfloat_with_epsilon ((a), (b), (tolerance))
