#include "scenario/keys.h"

#include <float.h>

#include "learning/init.h"
#include "learning/order.h"
#include "network/link_script.h"
#include "protocol/table.h"
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
/* The members of a Device in @object, @device of @owner. */
#define DEVICE_KEYS(object, owner, device)                                                                                           \
  { object, { "kind", KNOB_WORD, .table = &device_words, .otherwise = "none",                                                        \
    .help = "a well-known device, whose speed and memory these are unless they are given" }, STORE_WORD, OF (owner, device.kind) },  \
  { object, { "precision", KNOB_WORD, .words = precision_words, .otherwise = "fp16 with a kind, fp32 without",                       \
    .help = "what it computes in: which of a kind's speeds, and how much memory numbers take" }, STORE_INDEX,                        \
    OF (owner, device.precision) },                                                                                                  \
  { object, { "speed", KNOB_FLOPS_RATE, .min = ABOVE_ZERO, .max = 1e24, .otherwise = "the kind's",                                   \
    .help = "peak speed; needed where neither a kind nor a step_time is given" }, STORE_DOUBLE, OF (owner, device.speed) },          \
  { object, { "efficiency", KNOB_NUMBER, .min = ABOVE_ZERO, .max = 1, .otherwise = "the kind's for each layer, or 1",                \
    .help = "share of the peak that training reaches" }, STORE_DOUBLE, OF (owner, device.efficiency) },                              \
  { object, { "memory", KNOB_BYTES, .min = ABOVE_ZERO, .max = LARGEST, .otherwise = "the kind's",                                    \
    .help = "memory of the device; what training needs has to fit" }, STORE_DOUBLE, OF (owner, device.memory) },                     \
  { object, { "reduce", KNOB_RATE, .min = ABOVE_ZERO, .max = FASTEST, .otherwise = "free",                                           \
    .help = "bytes per second that a reduction goes through" }, STORE_DOUBLE, OF (owner, device.reduce), .zero_absent = TRUE }

#define STOP_RULE(name, store, member, text) \
  { "/stop", { name, KNOB_INTEGER, .min = 1, .max = MOST, .help = text }, store, RUN (stop.member), .zero_absent = TRUE }

#define TEXT "\"type\": \"string\""
#define OBJECT "\"type\": \"object\""
#define OBJECTS "\"type\": \"array\", \"items\": { \"type\": \"object\""

static const Key keys[] = {
  { "", { "$schema", KNOB_STRING, .help = "where the JSON Schema lies, for editors; not read" } },
  { "", { "format", KNOB_INTEGER, .min = 1, .max = 1, .help = "version of this format" }, STORE_UINT, OF (Scenario, format) },
  { "", { "name", KNOB_STRING, .otherwise = "the file's name", .help = "name of the scenario" }, STORE_STRING, OF (Scenario, name) },
  { "", { "description", KNOB_STRING, .help = "free text, since JSON has no comments" }, STORE_STRING, OF (Scenario, description) },
  { "", { "seed", KNOB_INTEGER, .max = 18446744073709551615.0, .help = "where all random numbers come from" }, STORE_UINT64,
    RUN (seed) },

  { "", { "workload", KNOB_OBJECT, .required = TRUE, .help = "what is learnt" } },
  { "/workload", { "model", KNOB_WORD, .table = &model_words, .also = "a description in models/, by its name or path",
    .help = "the model, or a description of one in models/; may be left out when gradient_bytes and step_time are given" },
    STORE_WORD, RUN (learning.model), .knobs_store = KNOBS_SET, .knobs_at = RUN (learning.model_knobs), .form = &model_form },
  { "/workload", { "data", KNOB_OBJECT, .help = "the data" } },
  { "/workload/data", { "source", KNOB_WORD, .table = &data_source_words, .required = TRUE, .help = "where the rows come from" },
    STORE_WORD, RUN (learning.data), .knobs_store = KNOBS_SET, .knobs_at = RUN (learning.data_knobs) },
  { "/workload", { "partition", KNOB_OBJECT, .otherwise = "all workers draw from one stream",
    .help = "who holds which rows, where workers have rows of their own" } },
  { "/workload/partition", { "kind", KNOB_WORD, .table = &partition_words, .required = TRUE, .help = "how the rows are shared out" },
    STORE_WORD, RUN (learning.partition), .knobs_store = KNOBS_SET, .knobs_at = RUN (learning.partition_knobs) },
  { "/workload", { "batch", KNOB_INTEGER, .min = 1, .max = 1e8, .help = "rows that a worker takes at a step" }, STORE_UINT,
    RUN (learning.batch) },
  { "/workload", { "optimizer", KNOB_OBJECT, .help = "how a gradient changes the parameters" } },
  { "/workload/optimizer", { "kind", KNOB_WORD, .table = &optimizer_words, .required = TRUE, .help = "the optimiser" }, STORE_WORD,
    RUN (learning.optimizer), .knobs_store = KNOBS_SET, .knobs_at = RUN (learning.optimizer_knobs) },
  { "/workload", { "init", KNOB_WORD, .table = &init_words, .help = "how the parameters start" }, STORE_WORD, RUN (learning.init),
    .shown = model_shown },
  { "/workload", { "order", KNOB_WORD, .words = order_words,
    .help = "which rows a step takes: a permutation drawn per epoch (with a partition, per worker and pass), or the file's own order" }, STORE_IS_FIRST,
    RUN (learning.shuffled), .shown = data_shown },
  { "/workload", { "gradients", KNOB_WORD, .words = gradients_words, .noun = "kind of gradients",
    .otherwise = "real where model, data and optimizer are given", .help = "whether gradients are computed, or only their time" },
    STORE_INDEX, RUN (job.gradients) },
  { "/workload", { "gradient_bytes", KNOB_BYTES, .min = 1, .max = LARGEST, .otherwise = "4 bytes a parameter",
    .help = "size of a gradient on the wire" }, STORE_DOUBLE, RUN (job.gradient_bytes) },
  { "/workload", { "step_time", KNOB_TIME, .min = ABOVE_ZERO, .max = LONGEST_S,
    .otherwise = "from the model's FLOPs and the device's speed", .help = "compute time of one undisturbed batch" }, STORE_DOUBLE,
    RUN (job.step_time) },
  { "/workload", { "recompute", KNOB_BOOLEAN,
    .help = "whether activations are computed again in the backward pass, for less memory and a third more compute" }, STORE_BOOLEAN,
    RUN (job.recompute) },
  { "/workload", { "input", KNOB_OBJECT, .otherwise = "batches are always there",
    .help = "the input pipeline, where it may starve the devices" }, .shown = input_shown },
  { "/workload/input", { "storage", KNOB_RATE, .min = ABOVE_ZERO, .max = FASTEST, .required = TRUE,
    .help = "rate at which a worker reads its batches" }, STORE_DOUBLE, RUN (job.input.storage) },
  { "/workload/input", { "sample_bytes", KNOB_BYTES, .min = ABOVE_ZERO, .max = LARGEST, .required = TRUE,
    .help = "size of one sample in storage" }, STORE_DOUBLE, RUN (job.input.sample_bytes) },
  { "/workload/input", { "decode_time", KNOB_TIME, .max = LONGEST_S, .help = "time that a loader takes for one sample" },
    STORE_DOUBLE, RUN (job.input.decode_time), .shown = input_shown },
  { "/workload/input", { "loaders", KNOB_INTEGER, .min = 1, .max = 65536, .help = "loaders of a worker, each at a batch of its own" },
    STORE_UINT, RUN (job.input.loaders), .shown = input_shown },
  { "/workload/input", { "prefetch", KNOB_INTEGER, .min = 1, .max = 65536, .help = "batches that are read ahead of the one in use" },
    STORE_UINT, RUN (job.input.prefetch), .shown = input_shown },
  { "/workload", { "micro_batch", KNOB_INTEGER, .help = "rows that a stage takes at a time" }, .planned = TRUE },
  { "/workload", { "sequence", KNOB_INTEGER, .help = "tokens of a sample" }, .planned = TRUE },

  { "", { "cluster", KNOB_OBJECT, .required = TRUE, .help = "the machines" } },
  { "/cluster", { "workers", KNOB_INTEGER, .min = 1, .max = MOST_WORKERS, .otherwise = "1 for serial, otherwise required",
    .help = "number of workers" }, STORE_UINT, RUN (cluster.workers) },
  { "/cluster", { "device", KNOB_OBJECT, .also = "a kind's name", .help = "what a worker computes on: a kind's name, or these" },
    .form = &device_form },
  DEVICE_KEYS ("/cluster/device", Scenario, run.cluster.device),
  { "/cluster", { "slowdown", KNOB_OBJECT,
    .help = "how compute times vary: factors drawn per iteration, slow workers, speeds that change in time, or a trace" } },
  { "/cluster/slowdown", { "dist", KNOB_WORD, .table = &distribution_words, .otherwise = "none: the factor is 1",
    .help = "distribution of the factor on the compute time" }, STORE_WORD, RUN (cluster.slowdown.dist.kind),
    .knobs_store = KNOBS_PARAMETERS, .knobs_at = RUN (cluster.slowdown.dist.p) },
  { "/cluster/slowdown", { "slow_workers", KNOB_OBJECT, .help = "workers that are slow all the time" } },
  { "/cluster/slowdown/slow_workers", { "count", KNOB_INTEGER, .min = 1, .max = MOST_WORKERS,
    .help = "the first so many workers are slow" }, STORE_UINT, RUN (cluster.slowdown.slow_count), .zero_absent = TRUE,
    .shown = slow_count_shown },
  { "/cluster/slowdown/slow_workers", { "list", KNOB_INTEGERS, .max = MOST_WORKERS, .help = "these workers are slow" },
    .form = &worker_list_form },
  { "/cluster/slowdown/slow_workers", { "factor", KNOB_NUMBER, .min = ABOVE_ZERO, .max = 1e9, .required = TRUE,
    .help = "how many times as long they take" }, STORE_DOUBLE, RUN (cluster.slowdown.slow_factor), .shown = slow_factor_shown },
  { "/cluster/slowdown", { "episodes", KNOB_OBJECTS,
    .help = "stretches of time in which workers are slow; where several hold the factors multiply; what a border cuts is slowed for its part only" },
    .form = &slow_episodes_form },
  { "/cluster/slowdown/episodes/*", { "at", KNOB_TIME, .max = LONGEST_S, .required = TRUE, .help = "when it begins" }, STORE_TIME,
    OF (SlowEpisode, at) },
  { "/cluster/slowdown/episodes/*", { "for", KNOB_TIME, .min = ABOVE_ZERO, .max = LONGEST_S, .required = TRUE,
    .help = "how long it lasts" }, STORE_TIME, OF (SlowEpisode, lasts) },
  { "/cluster/slowdown/episodes/*", { "factor", KNOB_NUMBER, .min = ABOVE_ZERO, .max = 1e9, .required = TRUE,
    .help = "how many times as long the workers take" }, STORE_DOUBLE, OF (SlowEpisode, factor) },
  { "/cluster/slowdown/episodes/*", { "workers", KNOB_STRING, .otherwise = "all",
    .schema = "\"type\": \"string\", \"pattern\": \"^[0-9]+(-[0-9]+)?$\"", .help = "which they are, \"3\" or \"0-3\"" },
    .form = &worker_range_form },
  { "/cluster/slowdown", { "markov", KNOB_OBJECT,
    .help = "each worker is fast and slow in turn, each time for an exponential time" }, .shown = markov_shown },
  { "/cluster/slowdown/markov", { "fast", KNOB_TIME, .min = 1e-6, .max = LONGEST_S, .required = TRUE,
    .help = "how long a worker is fast, on average" }, STORE_DOUBLE, RUN (cluster.slowdown.markov.fast_s) },
  { "/cluster/slowdown/markov", { "slow", KNOB_TIME, .min = 1e-6, .max = LONGEST_S, .required = TRUE,
    .help = "how long it is slow, on average" }, STORE_DOUBLE, RUN (cluster.slowdown.markov.slow_s) },
  { "/cluster/slowdown/markov", { "factor", KNOB_NUMBER, .min = ABOVE_ZERO, .max = 1e9, .required = TRUE,
    .help = "how many times as long it takes while it is slow" }, STORE_DOUBLE, RUN (cluster.slowdown.markov.factor) },
  { "/cluster/slowdown", { "correlation", KNOB_NUMBER, .max = 1,
    .help = "how much the draws of dist and markov are alike within a rack, an island or a site: 0 not at all, 1 they are the same" },
    STORE_DOUBLE, RUN (cluster.slowdown.correlation), .zero_absent = TRUE },
  { "/cluster/slowdown", { "trace", KNOB_PATH,
    .help = "CSV file (worker,iteration,seconds), a row for each iteration of each worker: compute times that replace all others" },
    STORE_STRING, RUN (cluster.slowdown.trace_path) },
  { "/cluster", { "groups", KNOB_OBJECTS, .help = "workers that differ; later entries win" }, .form = &groups_form },
  { "/cluster/groups/*", { "workers", KNOB_STRING, .required = TRUE,
    .schema = "\"type\": \"string\", \"pattern\": \"^[0-9]+(-[0-9]+)?$\"", .help = "which they are, \"3\" or \"0-3\"" },
    .form = &worker_range_form },
  { "/cluster/groups/*", { "device", KNOB_OBJECT, .also = "a kind's name",
    .help = "their device; what is left out is as in cluster.device" }, .form = &group_device_form, .shown = group_device_shown },
  DEVICE_KEYS ("/cluster/groups/*/device", Group, device),
  { "/cluster/groups/*", { "bandwidth", KNOB_RATE, .min = ABOVE_ZERO, .max = FASTEST, .otherwise = "the network's",
    .help = "bandwidth of their links" }, STORE_DOUBLE, OF (Group, bandwidth) },
  { "/cluster/groups/*", { "latency", KNOB_TIME, .max = LONGEST_S, .otherwise = "the network's", .help = "latency of their links" },
    STORE_TIME, OF (Group, latency) },
  { "/cluster", { "network", KNOB_OBJECT, .otherwise = "required, but for serial", .help = "what connects the machines" },
    .shown = network_shown },
  { "/cluster/network", { "topology", KNOB_WORD, .table = &topology_words, .help = "how nodes and switches are linked" }, STORE_WORD,
    RUN (cluster.network.topology), .knobs_store = KNOBS_SET, .knobs_at = RUN (cluster.network.topology_knobs) },
  { "/cluster/network", { "bandwidth", KNOB_RATE, .min = ABOVE_ZERO, .max = FASTEST,
    .otherwise = "required, but for serial and where every link of a graph has its own",
    .help = "raw rate of a node's link, each direction" }, STORE_DOUBLE, RUN (cluster.network.bandwidth), .zero_absent = TRUE },
  { "/cluster/network", { "latency", KNOB_TIME, .max = LONGEST_S, .help = "latency of one link; a path across a star has two" },
    STORE_TIME, RUN (cluster.network.latency) },
  { "/cluster/network", { "efficiency", KNOB_NUMBER, .min = ABOVE_ZERO, .max = 1, .help = "share of the raw rate that payload gets" },
    STORE_DOUBLE, RUN (cluster.network.efficiency), .shown = efficiency_shown },
  { "/cluster/network", { "mtu", KNOB_INTEGER, .min = 576, .max = 65535,
    .help = "bytes of a packet: the efficiency that Ethernet, IP and TCP with timestamps leave" }, STORE_UINT,
    RUN (cluster.network.mtu), .zero_absent = TRUE },
  { "/cluster/network", { "server_bandwidth", KNOB_RATE, .min = ABOVE_ZERO, .max = FASTEST, .otherwise = "as bandwidth",
    .help = "raw rate of a parameter server's own link" }, STORE_DOUBLE, RUN (cluster.network.server_bandwidth) },
  { "/cluster/network", { "overhead", KNOB_TIME, .max = LONGEST_S,
    .help = "time per message at its sender, and again at its receiver; a reply holds the parameters as they stand when it is handed to its sender, before its overhead" }, STORE_TIME, RUN (cluster.network.overhead) },
  { "/cluster/network", { "sharing", KNOB_WORD, .table = &sharing_words, .help = "how flows share links" }, STORE_WORD,
    RUN (cluster.network.sharing) },
  { "/cluster/network", { "send", KNOB_WORD, .words = send_words, .noun = "way to send",
    .help = "whether a send waits for its receiver" }, STORE_INDEX, RUN (cluster.network.eager) },
  { "/cluster/network", { "changes", KNOB_OBJECT, .members = link_change_members, .help = "how links change in time" },
    STORE_KNOBS, RUN (cluster.network.changes) },
  { "/cluster", { "membership", KNOB_OBJECTS, .help = "workers that join and leave" }, .planned = TRUE },
  { "/cluster", { "availability", KNOB_WORD, .help = "when clients are there" }, .planned = TRUE },

  { "", { "training", KNOB_OBJECT, .required = TRUE, .help = "how the workers learn together" } },
  { "/training", { "protocol", KNOB_WORD, .table = &protocol_words, .required = TRUE, .help = "the synchronisation protocol" },
    STORE_WORD, RUN (training.protocol), .knobs_store = KNOBS_SET, .knobs_at = RUN (training.protocol_knobs) },
  { "/training", { "exchange", KNOB_WORD, .table = &exchange_words, .otherwise = "the protocol's own",
    .help = "how gradients travel" }, STORE_WORD, RUN (training.exchange), .knobs_store = KNOBS_SET,
    .knobs_at = RUN (training.exchange_knobs), .settle = settle_exchange },
  { "/training", { "apply_time", KNOB_TIME, .max = LONGEST_S, .help = "time that an update takes at the server" }, STORE_TIME,
    RUN (training.apply_time) },
  { "/training", { "update_time", KNOB_TIME, .max = LONGEST_S,
    .help = "time that an update takes at a worker, where there is no server" }, STORE_TIME, RUN (training.update_time) },
  { "/training", { "overlap", KNOB_BOOLEAN, .help = "whether gradients leave while those of earlier layers are still computed" },
    STORE_BOOLEAN, RUN (training.overlap) },
  { "/training", { "bucket_bytes", KNOB_BYTES, .min = 4, .max = LARGEST,
    .help = "gradients that leave together, at least, with overlap" }, STORE_DOUBLE, RUN (training.bucket_bytes),
    .shown = overlap_shown },
  { "/training", { "accumulate", KNOB_INTEGER, .min = 1, .max = 65536,
    .help = "batches whose gradients are added up before they leave" }, STORE_UINT, RUN (training.accumulate) },
  { "/training", { "rank_order", KNOB_WORD, .words = rank_order_words, .noun = "order of ranks",
    .help = "which worker has which rank of an all-reduce: neighbours of one rack or island together, or across them" }, STORE_INDEX,
    RUN (training.rank_order) },
  { "/training", { "wire", KNOB_WORD, .words = wire_words, .noun = "precision",
    .help = "precision of gradients and parameters as they travel" }, STORE_INDEX, RUN (training.wire) },
  { "/training", { "recovery", KNOB_WORD, .table = &recovery_words, .help = "what follows when a crash is noticed" }, STORE_WORD,
    RUN (training.recovery), .shown = faults_shown },
  { "/training", { "checkpoint", KNOB_OBJECT, .help = "when the state is saved" }, .planned = TRUE },
  { "/training", { "detection", KNOB_OBJECT, .help = "how a crash is noticed: by heartbeats, outside the data network" },
    .shown = faults_shown },
  { "/training/detection", { "period", KNOB_TIME, .min = 1e-6, .max = LONGEST_S, .help = "time between two heartbeats" }, STORE_TIME,
    RUN (training.detection.period) },
  { "/training/detection", { "timeout", KNOB_TIME, .min = 1e-6, .max = LONGEST_S,
    .help = "silence after which a machine is taken to be down" }, STORE_TIME, RUN (training.detection.timeout),
    .shown = timeout_shown },
  { "/training/detection", { "phi", KNOB_NUMBER, .min = ABOVE_ZERO, .max = 1000,
    .help = "instead of the timeout: how unlikely the silence must be, as -log10 of its probability under exponential intervals" },
    STORE_DOUBLE, RUN (training.detection.phi) },
  { "/training/detection", { "max_failures", KNOB_INTEGER, .min = 1, .max = MOST_WORKERS, .otherwise = "any number",
    .help = "crashes after which a worker is not taken in again" }, STORE_UINT, RUN (training.detection.max_failures),
    .zero_absent = TRUE },
  { "/training", { "replicas", KNOB_INTEGER, .help = "copies of a server" }, .planned = TRUE },
  { "/training", { "compression", KNOB_OBJECT, .help = "compression of what is sent" }, .planned = TRUE },
  { "/training", { "aggregation", KNOB_WORD, .table = &aggregation_words,
    .help = "how the gradients of a round become one at a server, perhaps in spite of some that are wrong; each shard judges by its own part" },
    STORE_WORD, RUN (training.aggregation), .knobs_store = KNOBS_SET, .knobs_at = RUN (training.aggregation_knobs),
    .shown = aggregation_shown },
  { "/training", { "parallel", KNOB_OBJECT, .help = "how a model is cut into parts" }, .planned = TRUE },
  { "/training", { "precision", KNOB_OBJECT, .help = "what is computed in fewer bits" }, .planned = TRUE },
  { "/training", { "privacy", KNOB_OBJECT, .help = "noise and clipping for privacy" }, .planned = TRUE },
  { "/training", { "secure_aggregation", KNOB_OBJECT, .help = "sums that hide their terms" }, .planned = TRUE },

  { "", { "faults", KNOB_OBJECTS, .help = "what breaks, and when" }, .form = &faults_form },
  { "/faults/*", { "kind", KNOB_WORD, .table = &fault_words, .required = TRUE, .help = "what it is that happens" }, STORE_WORD,
    OF (Fault, kind), .knobs_store = KNOBS_SET, .knobs_at = OF (Fault, knobs) },
  { "", { "jobs", KNOB_OBJECTS, .help = "several jobs on one cluster" }, .planned = TRUE },

  { "", { "stop", KNOB_OBJECT, .required = TRUE, .help = "when the run ends, by the first rule met" } },
  STOP_RULE ("epochs", STORE_DOUBLE, epochs, "passes over the training rows, all workers together"),
  STOP_RULE ("updates", STORE_UINT64, updates, "updates of the parameters"),
  STOP_RULE ("samples", STORE_UINT64, samples, "rows that were learnt from, all workers together"),
  STOP_RULE ("iterations", STORE_UINT64, iterations, "iterations of each worker"),
  { "/stop", { "time", KNOB_TIME, .min = ABOVE_ZERO, .max = LONGEST_S, .help = "simulated time" }, STORE_TIME, RUN (stop.time),
    .zero_absent = TRUE },
  { "/stop", { "target", KNOB_OBJECT, .help = "a goal, looked at in every evaluation" } },
  { "/stop/target", { "test_accuracy", KNOB_NUMBER, .min = ABOVE_ZERO, .max = 1,
    .help = "share of the test rows that are classified rightly, at least" }, STORE_DOUBLE, RUN (stop.target[TARGET_TEST_ACCURACY]) },
  { "/stop/target", { "test_loss", KNOB_NUMBER, .min = ABOVE_ZERO, .help = "loss over the test rows, at most" }, STORE_DOUBLE,
    RUN (stop.target[TARGET_TEST_LOSS]) },
  { "/stop/target", { "train_loss", KNOB_NUMBER, .min = ABOVE_ZERO, .help = "loss over the training rows, at most" }, STORE_DOUBLE,
    RUN (stop.target[TARGET_TRAIN_LOSS]) },

  { "", { "evaluate", KNOB_OBJECT, .help = "evaluation on the way; it takes no simulated time" } },
  { "/evaluate", { "every", KNOB_OBJECT, .otherwise = "once an epoch", .help = "how often; one of these" } },
  { "/evaluate/every", { "updates", KNOB_INTEGER, .min = 1, .max = MOST, .help = "after so many updates" }, STORE_UINT64,
    RUN (evaluate.every_updates), .zero_absent = TRUE },
  { "/evaluate/every", { "epochs", KNOB_NUMBER, .min = 1e-6, .max = MOST, .help = "after so many epochs; a part of one is allowed" },
    STORE_DOUBLE, RUN (evaluate.every_epochs), .zero_absent = TRUE },
  { "/evaluate/every", { "samples", KNOB_INTEGER, .min = 1, .max = MOST, .help = "after so many rows" }, STORE_UINT64,
    RUN (evaluate.every_samples), .zero_absent = TRUE },
  { "/evaluate/every", { "time", KNOB_TIME, .min = ABOVE_ZERO, .max = LONGEST_S, .help = "after so much simulated time" }, STORE_TIME,
    RUN (evaluate.every_time), .zero_absent = TRUE },
  { "/evaluate", { "train_rows", KNOB_INTEGER, .min = 1, .max = 4e9, .otherwise = "10000",
    .help = "training rows that an evaluation on the way looks at; the last one takes all" }, STORE_UINT, RUN (evaluate.train_rows),
    .zero_absent = TRUE },

  { "", { "sweep", KNOB_OBJECT, .schema = "\"patternProperties\": { \"^/\": { \"$ref\": \"#/definitions/axis\" } }",
    .help = "a grid of points: axes (pointer to values), zip, exclude, repeat" }, .form = &kept_form },
  { "/sweep", { "zip", KNOB_OBJECTS, .schema = OBJECTS ", \"additionalProperties\": { \"$ref\": \"#/definitions/axis\" } }",
    .help = "a list of objects of axes that move together: they have as many values" } },
  { "/sweep", { "exclude", KNOB_OBJECTS, .schema = OBJECTS " }",
    .help = "a list of objects of axes and values (one, or a list of them): the points that match are left out" } },
  { "/sweep", { "repeat", KNOB_INTEGER, .min = 1, .max = 1e5, .otherwise = "1",
    .help = "the number of seeds that each point is run with: the scenario's own and those after it" } },

  { "", { "expect", KNOB_OBJECTS, .also = "a condition", .help = "conditions that lockstep test judges" }, .form = &kept_form },
  { "/expect/*", { "is", KNOB_STRING, .help = "the condition" } },
  { "/expect/*", { "when", KNOB_OBJECT, .schema = OBJECT,
    .help = "axes and values (one, or a list of them): only these points are judged" } },
  { "/expect/*", { "repeats", KNOB_STRING, .schema = TEXT ", \"pattern\": \"^(all|mean|[0-9]+ of [0-9]+)$\"",
    .help = "how the repeats of a point count: \"all\" (unless given), \"mean\", or a share such as \"4 of 5\"" } },
  { "/expect/*", { "fingerprint", KNOB_STRING, .also = "an object with timeline, weights and blas_core",
    .schema = "\"anyOf\": [ { " TEXT ", \"pattern\": \"^([0-9a-f]{16})?$\" }, { " OBJECT " } ]",
    .help = "instead of a condition: the fingerprint of the timeline, or an object with timeline, weights and blas_core, of a "
            "point's first seed where it has several; test --update fills in one that is \"\". Weights are judged only where the processor is the one that blas_core names" } },
  { "/expect/*", { "description", KNOB_STRING, .help = "free text" } },
  { "/expect/*", { "source", KNOB_STRING, .help = "where the figure comes from" } },

  { "", { "published", KNOB_OBJECTS, .also = "a figure",
    .help = "figures that others measured (is: metric == value, when, source), shown beside a sweep's own" }, .form = &kept_form },
  { "/published/*", { "is", KNOB_STRING, .help = "what was measured: metric == value" } },
  { "/published/*", { "when", KNOB_OBJECT, .schema = OBJECT,
    .help = "axes and values (one, or a list of them): the points that it is about" } },
  { "/published/*", { "description", KNOB_STRING, .help = "free text" } },
  { "/published/*", { "source", KNOB_STRING, .help = "where it was published" } },
};
/* clang-format on */

const Key *
key_table (guint *n)
{
  *n = G_N_ELEMENTS (keys);
  return keys;
}

const Key *
key_next_in (const char *object, const Key *previous)
{
  for (const Key *key = previous ? previous + 1 : keys; key < keys + G_N_ELEMENTS (keys); key++)
    if (strcmp (key->object, object) == 0)
      return key;
  return NULL;
}

char *
key_pointer (const Key *key)
{
  return g_strconcat (key->object, "/", key->knob.name, NULL);
}
