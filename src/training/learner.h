/* The learning half of a run: data, model, and the gradients and evaluations that are computed beside simulated time.
 *
 * What a worker holds is one immutable vector a shard. A gradient is submitted when the compute has all the parameters it needs
 * and joined when the first of it leaves.
 */
#pragma once

#include "training/settings.h"
#include "training/vector.h"
#include "training/work.h"

typedef struct _Learner Learner;
typedef struct _GradientTask GradientTask;
typedef struct _EvaluationTask EvaluationTask;

/** Builds the model of @data, which is taken over, whose rows are taken in @order. @settings and @order are borrowed.
 * LOCKSTEP_ERROR_INPUT when the data do not suit the model. */
Learner *learner_new (const RunSettings *settings, Dataset *data, Order *order, guint threads, GError **error);
void learner_free (Learner *learner);

const Model *learner_model (const Learner *learner);
VectorStore *learner_store (Learner *learner);
guint learner_train_rows (const Learner *learner);

/** A new vector with the first parameters [first, first+count). (transfer full) */
Vector *learner_initial (Learner *learner, gsize first, gsize count);

/** Starts the gradient of @worker's iteration @iteration (from 0) at the parameters in @shards, due at simulated time @due. The
 * shards are referenced. */
GradientTask *learner_gradient_start (Learner *learner, guint worker, guint64 iteration, Vector *const *shards, guint n_shards,
                                      SimTime due);
/** Ends it, which frees it. Returns: (transfer full) the gradient of the mean loss; that loss in @loss. */
Vector *learner_gradient_join (GradientTask *task, double *loss);
void learner_gradient_cancel (GradientTask *task);

/** Starts an evaluation over the test set and the first @train_rows training rows (0: none). */
EvaluationTask *learner_evaluation_start (Learner *learner, Vector *const *shards, guint n_shards, guint train_rows);
/** Ends it, which frees it. NAN for what there is not. */
void learner_evaluation_join (EvaluationTask *task, double *train_loss, double *test_loss, double *test_accuracy);
