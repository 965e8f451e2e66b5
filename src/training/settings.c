#include "training/settings.h"

const char *const rank_order_words[N_RANK_ORDERS + 1] = { "in-order", "across", NULL };
const char *const wire_words[N_WIRES + 1] = { "fp32", "fp16", "bf16", NULL };

void
run_settings_init (RunSettings *settings)
{
  *settings = (RunSettings){
    .seed = 1,
    .job = { .gradients = GRADIENTS_REAL,
             .gradient_bytes = NAN,
             .step_time = NAN,
             .input = { .storage = NAN, .sample_bytes = NAN, .loaders = 1, .prefetch = 2 } },
    .training = { .bucket_bytes = 25e6,
                  .accumulate = 1,
                  .aggregation = &aggregation_mean,
                  .detection = { .period = SIM_SECOND, .timeout = 5 * SIM_SECOND, .phi = NAN },
                  .recovery = &recovery_wait },
    .stop = { .epochs = 0, .target = { NAN, NAN, NAN } },
  };
  learning_settings_init (&settings->learning);
  cluster_settings_init (&settings->cluster);
}

void
run_settings_clear (RunSettings *settings)
{
  learning_settings_clear (&settings->learning);
  cluster_settings_clear (&settings->cluster);
  fault_settings_clear (&settings->faults);
  g_clear_pointer (&settings->training.protocol_knobs, knobs_free);
  g_clear_pointer (&settings->training.exchange_knobs, knobs_free);
  g_clear_pointer (&settings->training.aggregation_knobs, knobs_free);
}

const OptimizerKind *
outer_averaging (const RunSettings *settings, Knobs **knobs)
{
  *knobs = knobs_new (optimizer_sgd.knobs);
  knobs_set_number (*knobs, "rate", 1);
  return &optimizer_sgd;
}
