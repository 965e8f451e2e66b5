/* What is to be done in one iteration: bytes that travel, layers, undisturbed seconds of compute. From the model, or from what
 * the user gave instead.
 */
#pragma once

#include "training/settings.h"
#include "training/step.h"

typedef struct
{
  gsize elements;      /* of the gradient as it travels: its modelled size in units of 4 bytes, rounded up */
  guint64 bytes;       /* of the gradient, at 4 bytes an element, before the wire's precision */
  guint element_bytes; /* on the wire */
  guint64 samples;     /* a worker's in one iteration, of full batches: batch · accumulate */
  StepShape step;
} Job;

/** @model: what it is layer by layer, NULL where it is not known. Free with job_clear. */
void job_init (Job *job, const RunSettings *settings, const ModelDescription *model);
void job_clear (Job *job);

/** The share of its peak that @device reaches over all of @model's layers. */
double job_efficiency (const Device *device, const ModelDescription *model);

/** Undisturbed seconds of one iteration's compute on @worker: three times the forward FLOPs for a forward and a backward pass,
 * four times where activations are computed again. NAN: unknown. */
double job_step_seconds (const RunSettings *settings, const ModelDescription *model, guint worker);

/** What the settings' trainable model is, layer by layer; NULL: there is none, or its data are not given. (transfer full) */
ModelDescription *job_describe (const RunSettings *settings);
