#include "scenario/keys.h"

#include <float.h>

#include "scenario/forms.h"

#define OF(owner, member) G_STRUCT_OFFSET (owner, member)
#define RUN(member) OF (Scenario, run.member)
#define ABOVE_ZERO DBL_MIN
#define LONGEST_S 9e9 /* what fits a SimTime */
#define FASTEST 1e15  /* bytes per second */
#define LARGEST 1e18  /* bytes */
#define MOST_WORKERS 1e6
#define MOST 9e15 /* whole numbers that JSON readers agree on */

/* clang-format off */
/* The members of a Device under @prefix, @device of @owner. */
#define DEVICE_KEYS(prefix, owner, device)                                                                                           \
  { .pointer = prefix "/kind", .type = KEY_WORD, .words = &device_words, .store = STORE_WORD, .at = OF (owner, device.kind),         \
    .otherwise = "none", .help = "a well-known device, whose speed and memory these are unless they are given" },                    \
  { .pointer = prefix "/precision", .type = KEY_WORD, .words = &device_precision_words, .store = STORE_INDEX,                        \
    .at = OF (owner, device.precision), .otherwise = "fp16 with a kind, fp32 without",                                               \
    .help = "what it computes in: which of a kind's speeds, and how much memory numbers take" },                                     \
  { .pointer = prefix "/speed", .type = KEY_QUANTITY, .dimension = DIMENSION_FLOPS_RATE, .min = ABOVE_ZERO, .max = 1e24,             \
    .store = STORE_DOUBLE, .at = OF (owner, device.speed), .otherwise = "the kind's",                                                \
    .help = "peak speed; needed where neither a kind nor a step_time is given" },                                                    \
  { .pointer = prefix "/efficiency", .type = KEY_NUMBER, .min = ABOVE_ZERO, .max = 1, .store = STORE_DOUBLE,                         \
    .at = OF (owner, device.efficiency), .otherwise = "the kind's for each layer, or 1",                                             \
    .help = "share of the peak that training reaches" },                                                                           \
  { .pointer = prefix "/memory", .type = KEY_QUANTITY, .dimension = DIMENSION_BYTES, .min = ABOVE_ZERO, .max = LARGEST,              \
    .store = STORE_DOUBLE, .at = OF (owner, device.memory), .otherwise = "the kind's",                                               \
    .help = "memory of the device; what training needs has to fit" },                                                                \
  { .pointer = prefix "/reduce", .type = KEY_QUANTITY, .dimension = DIMENSION_RATE, .min = ABOVE_ZERO, .max = FASTEST,               \
    .store = STORE_DOUBLE, .zero_absent = TRUE, .at = OF (owner, device.reduce), .otherwise = "free",                                \
    .help = "bytes per second that a reduction goes through" }

#define STOP_RULE(name, member, text)                                                                                                \
  { .pointer = "/stop/" name, .type = KEY_INTEGER, .min = 1, .max = MOST, .zero_absent = TRUE, .at = RUN (stop.member), .help = text

static const Key keys[] = {
  { .pointer = "/$schema", .type = KEY_STRING, .help = "where the JSON Schema lies, for editors; not read" },
  { .pointer = "/format", .type = KEY_INTEGER, .min = 1, .max = 1, .store = STORE_UINT, .at = OF (Scenario, format),
    .help = "version of this format" },
  { .pointer = "/name", .type = KEY_STRING, .store = STORE_STRING, .at = OF (Scenario, name), .otherwise = "the file's name",
    .help = "name of the scenario" },
  { .pointer = "/description", .type = KEY_STRING, .store = STORE_STRING, .at = OF (Scenario, description),
    .help = "free text, since JSON has no comments" },
  { .pointer = "/seed", .type = KEY_INTEGER, .max = 18446744073709551615.0, .store = STORE_UINT64, .at = RUN (seed),
    .help = "where all random numbers come from" },

  { .pointer = "/workload", .type = KEY_OBJECT, .required = TRUE, .help = "what is learnt" },
  { .pointer = "/workload/model", .type = KEY_WORD, .words = &model_words, .store = STORE_WORD, .at = RUN (learning.model),
    .knobs_store = KNOBS_SET, .knobs_at = RUN (learning.model_knobs), .form = &model_form, .also = "a description in models/, by its name or path",
    .help = "the model, or a description of one in models/; may be left out when gradient_bytes and step_time are given" },
  { .pointer = "/workload/data", .type = KEY_OBJECT, .help = "the data" },
  { .pointer = "/workload/data/source", .type = KEY_WORD, .words = &data_source_words, .required = TRUE, .store = STORE_WORD,
    .at = RUN (learning.data), .knobs_store = KNOBS_SET, .knobs_at = RUN (learning.data_knobs), .help = "where the rows come from" },
  { .pointer = "/workload/batch", .type = KEY_INTEGER, .min = 1, .max = 1e8, .store = STORE_UINT, .at = RUN (learning.batch),
    .help = "rows that a worker takes at a step" },
  { .pointer = "/workload/optimizer", .type = KEY_OBJECT, .help = "how a gradient changes the parameters" },
  { .pointer = "/workload/optimizer/kind", .type = KEY_WORD, .words = &optimizer_words, .required = TRUE, .store = STORE_WORD,
    .at = RUN (learning.optimizer), .knobs_store = KNOBS_SET, .knobs_at = RUN (learning.optimizer_knobs), .help = "the optimiser" },
  { .pointer = "/workload/init", .type = KEY_WORD, .words = &init_words, .store = STORE_WORD, .at = RUN (learning.init),
    .shown = model_shown, .help = "how the parameters start" },
  { .pointer = "/workload/order", .type = KEY_WORD, .words = &row_order_words, .store = STORE_IS_FIRST, .at = RUN (learning.shuffled),
    .shown = data_shown, .help = "which rows a step takes: a permutation drawn per epoch, or the file's own order" },
  { .pointer = "/workload/gradients", .type = KEY_WORD, .words = &gradients_words, .store = STORE_INDEX, .at = RUN (job.gradients),
    .otherwise = "real where model, data and optimizer are given", .help = "whether gradients are computed, or only their time" },
  { .pointer = "/workload/gradient_bytes", .type = KEY_QUANTITY, .dimension = DIMENSION_BYTES, .min = 1, .max = LARGEST,
    .store = STORE_DOUBLE, .at = RUN (job.gradient_bytes), .otherwise = "4 bytes a parameter", .help = "size of a gradient on the wire" },
  { .pointer = "/workload/step_time", .type = KEY_QUANTITY, .dimension = DIMENSION_TIME, .min = ABOVE_ZERO, .max = LONGEST_S,
    .store = STORE_DOUBLE, .at = RUN (job.step_time), .otherwise = "from the model's FLOPs and the device's speed",
    .help = "compute time of one undisturbed batch" },
  { .pointer = "/workload/recompute", .type = KEY_BOOLEAN, .store = STORE_BOOLEAN, .at = RUN (job.recompute),
    .help = "whether activations are computed again in the backward pass, for less memory and a third more compute" },
  { .pointer = "/workload/input", .type = KEY_OBJECT, .shown = input_shown, .otherwise = "batches are always there",
    .help = "the input pipeline, where it may starve the devices" },
  { .pointer = "/workload/input/storage", .type = KEY_QUANTITY, .dimension = DIMENSION_RATE, .min = ABOVE_ZERO, .max = FASTEST,
    .required = TRUE, .store = STORE_DOUBLE, .at = RUN (job.input.storage), .help = "rate at which a worker reads its batches" },
  { .pointer = "/workload/input/sample_bytes", .type = KEY_QUANTITY, .dimension = DIMENSION_BYTES, .min = ABOVE_ZERO, .max = LARGEST,
    .required = TRUE, .store = STORE_DOUBLE, .at = RUN (job.input.sample_bytes), .help = "size of one sample in storage" },
  { .pointer = "/workload/input/decode_time", .type = KEY_QUANTITY, .dimension = DIMENSION_TIME, .max = LONGEST_S, .store = STORE_DOUBLE,
    .at = RUN (job.input.decode_time), .shown = input_shown, .help = "time that a loader takes for one sample" },
  { .pointer = "/workload/input/loaders", .type = KEY_INTEGER, .min = 1, .max = 65536, .store = STORE_UINT, .at = RUN (job.input.loaders),
    .shown = input_shown, .help = "loaders of a worker, each at a batch of its own" },
  { .pointer = "/workload/input/prefetch", .type = KEY_INTEGER, .min = 1, .max = 65536, .store = STORE_UINT, .at = RUN (job.input.prefetch),
    .shown = input_shown, .help = "batches that are read ahead of the one in use" },

  { .pointer = "/cluster", .type = KEY_OBJECT, .required = TRUE, .help = "the machines" },
  { .pointer = "/cluster/workers", .type = KEY_INTEGER, .min = 1, .max = MOST_WORKERS, .store = STORE_UINT, .at = RUN (cluster.workers),
    .otherwise = "1 for serial, otherwise required", .help = "number of workers" },
  { .pointer = "/cluster/device", .type = KEY_OBJECT, .form = &device_form, .also = "a kind's name", .help = "what a worker computes on: a kind's name, or these" },
  DEVICE_KEYS ("/cluster/device", Scenario, run.cluster.device),
  { .pointer = "/cluster/slowdown", .type = KEY_OBJECT, .help = "how compute times vary: factors drawn per iteration, slow workers, or a trace" },
  { .pointer = "/cluster/slowdown/dist", .type = KEY_WORD, .words = &distribution_words, .store = STORE_WORD,
    .at = RUN (cluster.slowdown.dist.kind), .knobs_store = KNOBS_PARAMETERS, .knobs_at = RUN (cluster.slowdown.dist.p),
    .otherwise = "none: the factor is 1", .help = "distribution of the factor on the compute time" },
  { .pointer = "/cluster/slowdown/slow_workers", .type = KEY_OBJECT, .help = "workers that are slow all the time" },
  { .pointer = "/cluster/slowdown/slow_workers/count", .type = KEY_INTEGER, .min = 1, .max = MOST_WORKERS, .store = STORE_UINT,
    .at = RUN (cluster.slowdown.slow_count), .zero_absent = TRUE, .shown = slow_count_shown, .help = "the first so many workers are slow" },
  { .pointer = "/cluster/slowdown/slow_workers/list", .type = KEY_LIST, .form = &worker_list_form,
    .schema = "\"type\": \"array\", \"items\": { \"type\": \"integer\", \"minimum\": 0 }", .help = "these workers are slow" },
  { .pointer = "/cluster/slowdown/slow_workers/factor", .type = KEY_NUMBER, .min = ABOVE_ZERO, .max = 1e9, .required = TRUE,
    .store = STORE_DOUBLE, .at = RUN (cluster.slowdown.slow_factor), .shown = slow_factor_shown,
    .help = "how many times as long they take" },
  { .pointer = "/cluster/slowdown/trace", .type = KEY_STRING, .store = STORE_STRING, .at = RUN (cluster.slowdown.trace_path),
    .form = &path_form, .help = "CSV file (worker,iteration,seconds), a row for each iteration of each worker: compute times that replace all others" },
  { .pointer = "/cluster/groups", .type = KEY_LIST, .form = &groups_form, .help = "workers that differ; later entries win" },
  { .pointer = "/cluster/groups/*", .type = KEY_OBJECT, .help = "a group of workers" },
  { .pointer = "/cluster/groups/*/workers", .type = KEY_STRING, .required = TRUE, .form = &worker_range_form,
    .schema = "\"type\": \"string\", \"pattern\": \"^[0-9]+(-[0-9]+)?$\"",
    .help = "which they are, \"3\" or \"0-3\"" },
  { .pointer = "/cluster/groups/*/device", .type = KEY_OBJECT, .form = &group_device_form, .also = "a kind's name", .shown = group_device_shown,
    .help = "their device; what is left out is as in cluster.device" },
  DEVICE_KEYS ("/cluster/groups/*/device", Group, device),
  { .pointer = "/cluster/groups/*/bandwidth", .type = KEY_QUANTITY, .dimension = DIMENSION_RATE, .min = ABOVE_ZERO, .max = FASTEST,
    .store = STORE_DOUBLE, .at = OF (Group, bandwidth), .otherwise = "the network's", .help = "bandwidth of their links" },
  { .pointer = "/cluster/groups/*/latency", .type = KEY_QUANTITY, .dimension = DIMENSION_TIME, .max = LONGEST_S,
    .store = STORE_TIME, .at = OF (Group, latency), .otherwise = "the network's", .help = "latency of their links" },
  { .pointer = "/cluster/network", .type = KEY_OBJECT, .shown = network_shown, .otherwise = "required, but for serial",
    .help = "what connects the machines" },
  { .pointer = "/cluster/network/topology", .type = KEY_WORD, .words = &topology_words, .store = STORE_WORD,
    .at = RUN (cluster.network.topology), .knobs_store = KNOBS_SET, .knobs_at = RUN (cluster.network.topology_knobs),
    .help = "how nodes and switches are linked" },
  { .pointer = "/cluster/network/bandwidth", .type = KEY_QUANTITY, .dimension = DIMENSION_RATE, .min = ABOVE_ZERO, .max = FASTEST,
    .store = STORE_DOUBLE, .zero_absent = TRUE, .at = RUN (cluster.network.bandwidth),
    .otherwise = "required, but for serial and where every link of a graph has its own",
    .help = "raw rate of a node's link, each direction" },
  { .pointer = "/cluster/network/latency", .type = KEY_QUANTITY, .dimension = DIMENSION_TIME, .max = LONGEST_S, .store = STORE_TIME,
    .at = RUN (cluster.network.latency), .help = "latency of one link; a path across a star has two" },
  { .pointer = "/cluster/network/efficiency", .type = KEY_NUMBER, .min = ABOVE_ZERO, .max = 1, .store = STORE_DOUBLE,
    .at = RUN (cluster.network.efficiency), .shown = efficiency_shown, .help = "share of the raw rate that payload gets" },
  { .pointer = "/cluster/network/mtu", .type = KEY_INTEGER, .min = 576, .max = 65535, .store = STORE_UINT, .zero_absent = TRUE,
    .at = RUN (cluster.network.mtu), .help = "bytes of a packet: the efficiency that Ethernet, IP and TCP with timestamps leave" },
  { .pointer = "/cluster/network/server_bandwidth", .type = KEY_QUANTITY, .dimension = DIMENSION_RATE, .min = ABOVE_ZERO, .max = FASTEST,
    .store = STORE_DOUBLE, .at = RUN (cluster.network.server_bandwidth), .otherwise = "as bandwidth",
    .help = "raw rate of a parameter server's own link" },
  { .pointer = "/cluster/network/overhead", .type = KEY_QUANTITY, .dimension = DIMENSION_TIME, .max = LONGEST_S, .store = STORE_TIME,
    .at = RUN (cluster.network.overhead), .help = "time per message at its sender, and again at its receiver" },
  { .pointer = "/cluster/network/sharing", .type = KEY_WORD, .words = &sharing_words, .store = STORE_WORD,
    .at = RUN (cluster.network.sharing), .help = "how flows share links" },
  { .pointer = "/cluster/network/send", .type = KEY_WORD, .words = &send_words, .store = STORE_INDEX, .at = RUN (cluster.network.eager),
    .help = "whether a send waits for its receiver" },

  { .pointer = "/training", .type = KEY_OBJECT, .required = TRUE, .help = "how the workers learn together" },
  { .pointer = "/training/protocol", .type = KEY_WORD, .words = &protocol_words, .required = TRUE, .store = STORE_WORD,
    .at = RUN (training.protocol), .knobs_store = KNOBS_SET, .knobs_at = RUN (training.protocol_knobs),
    .help = "the synchronisation protocol" },
  { .pointer = "/training/exchange", .type = KEY_WORD, .words = &exchange_words, .store = STORE_WORD, .at = RUN (training.exchange),
    .knobs_store = KNOBS_SET, .knobs_at = RUN (training.exchange_knobs), .settle = settle_exchange, .otherwise = "the protocol's own",
    .help = "how gradients travel" },
  { .pointer = "/training/apply_time", .type = KEY_QUANTITY, .dimension = DIMENSION_TIME, .max = LONGEST_S, .store = STORE_TIME,
    .at = RUN (training.apply_time), .help = "time that an update takes at the server" },
  { .pointer = "/training/update_time", .type = KEY_QUANTITY, .dimension = DIMENSION_TIME, .max = LONGEST_S, .store = STORE_TIME,
    .at = RUN (training.update_time), .help = "time that an update takes at a worker, where there is no server" },
  { .pointer = "/training/overlap", .type = KEY_BOOLEAN, .store = STORE_BOOLEAN, .at = RUN (training.overlap),
    .help = "whether gradients leave while those of earlier layers are still computed" },
  { .pointer = "/training/bucket_bytes", .type = KEY_QUANTITY, .dimension = DIMENSION_BYTES, .min = 4, .max = LARGEST, .store = STORE_DOUBLE,
    .at = RUN (training.bucket_bytes), .shown = overlap_shown, .help = "gradients that leave together, at least, with overlap" },
  { .pointer = "/training/accumulate", .type = KEY_INTEGER, .min = 1, .max = 65536, .store = STORE_UINT, .at = RUN (training.accumulate),
    .help = "batches whose gradients are added up before they leave" },
  { .pointer = "/training/rank_order", .type = KEY_WORD, .words = &ranks_words, .store = STORE_INDEX, .at = RUN (training.rank_order),
    .help = "which worker has which rank of an all-reduce: neighbours of one rack or island together, or across them" },
  { .pointer = "/training/wire", .type = KEY_WORD, .words = &wire_precision_words, .store = STORE_INDEX, .at = RUN (training.wire),
    .help = "precision of gradients and parameters as they travel" },
  { .pointer = "/training/recovery", .type = KEY_STRING, .planned = TRUE, .help = "what follows a crash" },
  { .pointer = "/training/checkpoint", .type = KEY_OBJECT, .planned = TRUE, .help = "when the state is saved" },
  { .pointer = "/training/detection", .type = KEY_OBJECT, .planned = TRUE, .help = "how a crash is noticed" },
  { .pointer = "/training/compress", .type = KEY_OBJECT, .planned = TRUE, .help = "compression of what is sent" },
  { .pointer = "/training/privacy", .type = KEY_OBJECT, .planned = TRUE, .help = "noise and clipping for privacy" },

  { .pointer = "/faults", .type = KEY_LIST, .planned = TRUE, .form = &faults_form, .help = "what breaks, and when" },
  { .pointer = "/faults/*", .type = KEY_OBJECT, .help = "a fault" },
  { .pointer = "/faults/*/kind", .type = KEY_WORD, .words = &fault_words, .required = TRUE, .store = STORE_INDEX, .at = OF (Fault, kind),
    .help = "what happens" },
  { .pointer = "/faults/*/at", .type = KEY_QUANTITY, .dimension = DIMENSION_TIME, .max = LONGEST_S, .store = STORE_TIME,
    .at = OF (Fault, at), .help = "when, once" },
  { .pointer = "/faults/*/every", .type = KEY_OBJECT, .form = &kept_form, .help = "a distribution of the time between two" },
  { .pointer = "/faults/*/worker", .type = KEY_INTEGER, .max = MOST_WORKERS, .form = &fault_worker_form, .help = "the worker; each one unless given" },
  { .pointer = "/faults/*/server", .type = KEY_INTEGER, .max = MOST_WORKERS, .store = STORE_UINT, .at = OF (Fault, server),
    .help = "the server" },
  { .pointer = "/faults/*/restart", .type = KEY_QUANTITY, .dimension = DIMENSION_TIME, .max = LONGEST_S, .store = STORE_TIME,
    .at = OF (Fault, restart), .help = "from the crash until it is back" },
  { .pointer = "/faults/*/for", .type = KEY_QUANTITY, .dimension = DIMENSION_TIME, .max = LONGEST_S, .store = STORE_TIME,
    .at = OF (Fault, duration), .help = "how long it lasts" },
  { .pointer = "/faults/*/factor", .type = KEY_NUMBER, .min = ABOVE_ZERO, .store = STORE_DOUBLE, .at = OF (Fault, factor),
    .help = "how many times as slow" },
  { .pointer = "/faults/*/groups", .type = KEY_LIST, .form = &kept_form, .help = "the sides of a partition" },

  { .pointer = "/stop", .type = KEY_OBJECT, .required = TRUE, .help = "when the run ends, by the first rule met" },
  STOP_RULE ("epochs", epochs, "passes over the training rows, all workers together"), .store = STORE_DOUBLE },
  STOP_RULE ("updates", updates, "updates of the parameters"), .store = STORE_UINT64 },
  STOP_RULE ("samples", samples, "rows that were learnt from, all workers together"), .store = STORE_UINT64 },
  STOP_RULE ("iterations", iterations, "iterations of each worker"), .store = STORE_UINT64 },
  { .pointer = "/stop/time", .type = KEY_QUANTITY, .dimension = DIMENSION_TIME, .min = ABOVE_ZERO, .max = LONGEST_S, .zero_absent = TRUE,
    .store = STORE_TIME, .at = RUN (stop.time), .help = "simulated time" },
  { .pointer = "/stop/target", .type = KEY_OBJECT, .help = "a goal, looked at in every evaluation" },
  { .pointer = "/stop/target/test_accuracy", .type = KEY_NUMBER, .min = ABOVE_ZERO, .max = 1, .store = STORE_DOUBLE,
    .at = RUN (stop.target[TARGET_TEST_ACCURACY]), .help = "share of the test rows that are classified rightly, at least" },
  { .pointer = "/stop/target/test_loss", .type = KEY_NUMBER, .min = ABOVE_ZERO, .store = STORE_DOUBLE,
    .at = RUN (stop.target[TARGET_TEST_LOSS]), .help = "loss over the test rows, at most" },
  { .pointer = "/stop/target/train_loss", .type = KEY_NUMBER, .min = ABOVE_ZERO, .store = STORE_DOUBLE,
    .at = RUN (stop.target[TARGET_TRAIN_LOSS]), .help = "loss over the training rows, at most" },

  { .pointer = "/evaluate", .type = KEY_OBJECT, .help = "evaluation on the way; it takes no simulated time" },
  { .pointer = "/evaluate/every", .type = KEY_OBJECT, .otherwise = "once an epoch", .help = "how often; one of these" },
  { .pointer = "/evaluate/every/updates", .type = KEY_INTEGER, .min = 1, .max = MOST, .zero_absent = TRUE, .store = STORE_UINT64,
    .at = RUN (evaluate.every_updates), .help = "after so many updates" },
  { .pointer = "/evaluate/every/epochs", .type = KEY_NUMBER, .min = 1e-6, .max = MOST, .zero_absent = TRUE, .store = STORE_DOUBLE,
    .at = RUN (evaluate.every_epochs), .help = "after so many epochs; a part of one is allowed" },
  { .pointer = "/evaluate/every/samples", .type = KEY_INTEGER, .min = 1, .max = MOST, .zero_absent = TRUE, .store = STORE_UINT64,
    .at = RUN (evaluate.every_samples), .help = "after so many rows" },
  { .pointer = "/evaluate/every/time", .type = KEY_QUANTITY, .dimension = DIMENSION_TIME, .min = ABOVE_ZERO, .max = LONGEST_S,
    .zero_absent = TRUE, .store = STORE_TIME, .at = RUN (evaluate.every_time), .help = "after so much simulated time" },
  { .pointer = "/evaluate/train_rows", .type = KEY_INTEGER, .min = 1, .max = 4e9, .zero_absent = TRUE, .store = STORE_UINT,
    .at = RUN (evaluate.train_rows), .otherwise = "10000",
    .help = "training rows that an evaluation on the way looks at; the last one takes all" },

  { .pointer = "/sweep", .type = KEY_OBJECT, .form = &kept_form,
    .help = "a grid of points: axes (pointer to values), zip, exclude, repeat" },
  { .pointer = "/expect", .type = KEY_LIST, .form = &kept_form,
    .help = "conditions that lockstep test judges" },
  { .pointer = "/published", .type = KEY_LIST, .form = &kept_form,
    .help = "figures that others measured (is: metric == value, when, source), shown beside a sweep's own" },
};
/* clang-format on */

const Key *
key_table (guint *n)
{
  *n = G_N_ELEMENTS (keys);
  return keys;
}

const Key *
key_find (const char *pattern)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (strcmp (keys[i].pointer, pattern) == 0)
      return &keys[i];
  return NULL;
}

const char *
key_name (const Key *key)
{
  return strrchr (key->pointer, '/') + 1;
}

const Key *
key_next_in (const char *object, const Key *previous)
{
  gsize length = strlen (object);
  for (const Key *key = previous ? previous + 1 : keys; key < keys + G_N_ELEMENTS (keys); key++)
    if (strncmp (key->pointer, object, length) == 0 && key->pointer[length] == '/' && !strchr (key->pointer + length + 1, '/'))
      return key;
  return NULL;
}
