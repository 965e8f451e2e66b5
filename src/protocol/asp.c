/* Asynchronous parallel (Downpour SGD; Dean et al., NIPS 2012): the server applies each gradient as it arrives, at the
 * full rate, and answers at once. Nobody waits for anybody; gradients are stale.
 */
#include "training/training.h"

const Protocol protocol_asp = {
  .name = "asp",
  .summary = "asynchronous: the server applies each gradient as it arrives",
  .paper = "Dean et al., Large Scale Distributed Deep Networks, NIPS 2012",
  .exchanges = RUNS_ON_SERVERS,
  .default_exchange = "parameter-server",
  .streams = TRUE,
  .worker = { .on_start = worker_compute, .on_computed = worker_exchange },
  .server = { .on_push = server_apply, .on_applied = server_reply },
};
