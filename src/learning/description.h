/* Model descriptions: what a model costs, layer by layer, without being able to train it.
 *
 * Layers stand in the order of the forward pass. FLOPs count a multiply-add as two and are those of one sample's forward pass;
 * activation bytes are what one sample leaves in memory between the forward and the backward pass, at four bytes an element. The
 * backward pass of a layer takes twice its forward pass. scenario/ reads the files of models/ into this.
 */
#pragma once

#include "base/arithmetic.h"
#include "learning/model.h"

typedef struct
{
  char *name; /* "layer1.0.conv1" */
  guint64 parameters;
  double forward_flops;
  guint64 activation_bytes;
  Arithmetic arithmetic;
} LayerDescription;

typedef struct
{
  char *name;            /* "resnet50" */
  char *summary;         /* one line */
  char *sample;          /* what one sample is: "one image, 3 x 224 x 224" */
  guint tokens;          /* in one sample of text; 0 where there are none */
  GArray *layers;        /* of LayerDescription */
  const ModelKind *kind; /* trained as this; NULL: time only */
  Knobs *knobs;          /* of kind */
} ModelDescription;

/** Without layers, strings NULL, time only. */
ModelDescription *model_description_new (void);
void model_description_free (ModelDescription *description);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModelDescription, model_description_free)

/** Appends a layer; @name is copied. It is a convolution where a sample that is no text uses a weight more than once. Returns:
 * (transfer none) the layer, until the next is appended. */
LayerDescription * model_description_add (ModelDescription *description, const char *name, guint64 parameters, double forward_flops,
                            guint64 activation_bytes);
const LayerDescription *model_description_layers (const ModelDescription *description, guint *n);

guint64 model_description_parameters (const ModelDescription *description);
double model_description_forward_flops (const ModelDescription *description);
guint64 model_description_activation_bytes (const ModelDescription *description);

/** What @model is: a layer for each weight tensor and its bias, named after the weights. (transfer full) */
ModelDescription *model_describe (const Model *model);
