/* What training takes in the memory of a worker's device.
 *
 * Computing in fp32: parameters and gradients of 4 bytes, the optimizer's states of 4 bytes each where the worker applies updates
 * itself, and what a batch leaves for the backward pass. In 16 bits parameters, gradients and activations take half, and the
 * worker that applies updates keeps 4-byte parameters besides (mixed precision: 16 bytes a parameter with Adam, Rajbhandari et
 * al., ZeRO, SC 2020). Where activations are computed again, √n segments of layers keep what their last layer leaves, and one
 * segment is there in full (Chen et al., Training deep nets with sublinear memory cost, 2016).
 *
 * Buffers of libraries, fragmentation and the program itself are not counted.
 */
#pragma once

#include "training/settings.h"

/* Bytes. */
typedef struct
{
  double parameters, gradients, optimizer, activations;
} MemoryUse;

/** Of worker @worker. @model: the job's, or NULL where it is known by its bytes alone; then activations are 0. FALSE when not
 * even those are known. */
gboolean memory_use (const RunSettings *settings, const ModelDescription *model, guint worker, MemoryUse *out);
double memory_total (const MemoryUse *use);
/** "4 GB parameters, …" of what is not nothing. (transfer full) */
char *memory_words (const MemoryUse *use);
