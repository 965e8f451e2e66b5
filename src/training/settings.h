/* training, stop, evaluate and the job part of workload. scenario/ fills it. */
#pragma once

#include "cluster/settings.h"
#include "learning/settings.h"
#include "training/exchange.h"
#include "training/protocol.h"

typedef enum
{
  GRADIENTS_REAL,     /* computed */
  GRADIENTS_MODELLED, /* time only */
} Gradients;

/* The job, where it is given instead of following from the model. */
typedef struct
{
  gboolean gradients_given;
  Gradients gradients;
  double gradient_bytes; /* NAN: 4 bytes a parameter */
  double step_time;      /* seconds of one undisturbed iteration's compute; NAN: from FLOPs and device */
} JobSettings;

typedef enum
{
  TARGET_TEST_ACCURACY, /* reached when >= */
  TARGET_TEST_LOSS,     /* reached when <= */
  TARGET_TRAIN_LOSS,
  N_TARGETS,
} TargetKind;

extern const char *const target_names[N_TARGETS]; /* "test_accuracy" … */

/* The first rule met ends the run. NAN or 0: the rule is not there. */
typedef struct
{
  double epochs; /* whole numbers, as all of these */
  guint64 updates, samples, iterations;
  SimTime time;             /* 0: none */
  double target[N_TARGETS]; /* NAN: none */
} StopSettings;

/* At most one of these is set; none: once an epoch where epochs exist. */
typedef struct
{
  guint64 every_updates;
  double every_epochs;
  guint64 every_samples;
  SimTime every_time;
  guint train_rows; /* training rows of an evaluation on the way; the last one takes all. 0: 10000 */
} EvaluateSettings;

typedef struct
{
  const Protocol *protocol;
  Knobs *protocol_knobs;    /* owned */
  const Exchange *exchange; /* NULL: the protocol needs none */
  Knobs *exchange_knobs;    /* owned; of exchange->knobs */
  SimTime apply_time;
} TrainingSettings;

/* Everything that a run needs; the parts belong to their layers. */
typedef struct
{
  guint64 seed;
  LearningSettings learning;
  ClusterSettings cluster;
  JobSettings job;
  TrainingSettings training;
  StopSettings stop;
  EvaluateSettings evaluate;
} RunSettings;

void run_settings_init (RunSettings *settings);
void run_settings_clear (RunSettings *settings);
