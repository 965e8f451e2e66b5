/* Serial: one worker, no network. The baseline that every other protocol is measured against.
 *
 *   w ← optimiser (w, ∇L (w; batch))
 */
#include "training/training.h"

static void
serial_on_reduced (Training *t, Node *worker)
{
  worker_apply (t, worker);
  worker_next (t, worker);
}

const Protocol protocol_serial = {
  .name = "serial",
  .summary = "one worker, no network: the baseline",
  .paper = "Robbins & Monro, A Stochastic Approximation Method, 1951",
  .exchanges = RUNS_ALONE,
  .rounds = TRUE,
  .owns = TRUE,
  .worker = { .on_start = worker_compute, .on_computed = worker_exchange, .on_reduced = serial_on_reduced },
};
