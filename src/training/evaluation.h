/* Evaluations: what the parameters are worth on the way and at the end. They take no simulated time.
 */
#pragma once

#include "training/outcome.h"
#include "training/protocol.h"

typedef struct _Evaluator Evaluator;

Evaluator *evaluator_new (Training *t);
void evaluator_free (Evaluator *evaluator);
/** An update is in the parameters and counted: evaluates when that is due. @batch_loss: mean over the update's batches. */
void evaluator_update (Training *t, Evaluator *evaluator, double batch_loss);
/** The last evaluation. */
void evaluator_finish (Training *t, Evaluator *evaluator);
/** The hash of the parameters that would be evaluated now; real gradients only. */
void evaluator_fingerprint (Training *t, char out[17]);
/** Hands over the rows, (transfer full), and the simulated time of the first one that meets the target; NAN: none. */
GArray *evaluator_rows (Evaluator *evaluator, double *time_to_target);
