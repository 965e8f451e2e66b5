/* training, stop, evaluate and the job part of workload. scenario/ fills it. */
#pragma once

#include "cluster/settings.h"
#include "fault/fault.h"
#include "learning/aggregation.h"
#include "learning/settings.h"
#include "training/exchange.h"
#include "training/protocol.h"
#include "training/recovery.h"

typedef enum
{
  GRADIENTS_REAL,     /* computed */
  GRADIENTS_MODELLED, /* time only */
} Gradients;

/* How a worker's batches come from storage: read one after another, decoded by loaders, at most prefetch of them ahead. */
typedef struct
{
  double storage;      /* bytes per second that a worker reads; NAN: batches are always there */
  double sample_bytes; /* of one row in storage */
  double decode_time;  /* seconds of one loader for one row */
  guint loaders;
  guint prefetch; /* batches that may be read ahead of the one in use */
} InputSettings;

/* The job, where it is given instead of following from the model. */
typedef struct
{
  gboolean gradients_given;
  Gradients gradients;
  double gradient_bytes; /* at 4 bytes a parameter; NAN: as many as the model has */
  double step_time;      /* seconds of one undisturbed batch's compute; NAN: from FLOPs and device */
  gboolean recompute;    /* activations are computed again in the backward pass instead of being kept */
  InputSettings input;
} JobSettings;

/* Which worker has which rank of an all-reduce. */
typedef enum
{
  RANKS_IN_ORDER, /* rank r is worker r: neighbours stand together */
  RANKS_ACROSS,   /* one worker of each rack or island after another: neighbours never stand together */
  N_RANK_ORDERS,
} RankOrder;

extern const char *const rank_order_words[N_RANK_ORDERS + 1]; /* NULL-terminated */

/* What a number is on the wire. */
typedef enum
{
  WIRE_FP32,
  WIRE_FP16,
  WIRE_BF16,
  N_WIRES,
} Wire;

extern const char *const wire_words[N_WIRES + 1]; /* NULL-terminated */

typedef enum
{
  TARGET_TEST_ACCURACY, /* reached when >= */
  TARGET_TEST_LOSS,     /* reached when <= */
  TARGET_TRAIN_LOSS,
  N_TARGETS,
} TargetKind;

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

/* How a crash is noticed: by heartbeats, carried outside the data network. */
typedef struct
{
  SimTime period, timeout;
  double phi;         /* instead of the timeout: the suspicion that is enough (phi accrual); NAN: none */
  guint max_failures; /* crashes after which a worker is not taken in again; 0: any number */
} DetectionSettings;

typedef struct
{
  const Protocol *protocol;
  Knobs *protocol_knobs;    /* owned */
  const Exchange *exchange; /* NULL: the protocol needs none */
  Knobs *exchange_knobs;    /* owned; of exchange->knobs */
  SimTime apply_time;       /* of an update at a server */
  SimTime update_time;      /* of an update at a worker that holds the parameters itself */
  gboolean overlap;         /* gradients leave while earlier layers are still computed */
  double bucket_bytes;      /* smallest bucket of gradients, with overlap */
  guint accumulate;         /* batches whose gradients are added before they leave */
  Wire wire;
  const AggregationKind *aggregation; /* of the rounds at servers; never NULL */
  Knobs *aggregation_knobs;           /* owned; of aggregation->knobs */
  RankOrder rank_order;
  DetectionSettings detection;
  const Recovery *recovery;
} TrainingSettings;

/* Everything that a run needs; the parts belong to their layers. */
struct _RunSettings
{
  guint64 seed;
  LearningSettings learning;
  ClusterSettings cluster;
  JobSettings job;
  TrainingSettings training;
  FaultSettings faults;
  StopSettings stop;
  EvaluateSettings evaluate;
};

/** The outer optimizer that averages what local work gave: sgd with rate 1. For Protocol.outer. */
const OptimizerKind *outer_averaging (const RunSettings *settings, Knobs **knobs);

void run_settings_init (RunSettings *settings);
void run_settings_clear (RunSettings *settings);
