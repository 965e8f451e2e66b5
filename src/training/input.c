#include "training/input.h"

struct _Input
{
  SimTime read_time, decode_time; /* of a batch */
  SimTime storage_free;
  SimTime *loader_free; /* [n_loaders] */
  guint n_loaders;
  SimTime *used; /* [prefetch]: when the batch prefetch places before was put to use; a ring */
  guint prefetch;
  guint64 batch;
};

Input *
input_new (const InputSettings *settings, guint rows)
{
  if (isnan (settings->storage))
    return NULL;
  Input *input = g_new0 (Input, 1);
  input->read_time = sim_time_from_s (rows * settings->sample_bytes / settings->storage);
  input->decode_time = sim_time_from_s (rows * settings->decode_time);
  input->n_loaders = MAX (settings->loaders, 1);
  input->prefetch = MAX (settings->prefetch, 1);
  input->loader_free = g_new0 (SimTime, input->n_loaders);
  input->used = g_new0 (SimTime, input->prefetch);
  return input;
}

void
input_free (Input *input)
{
  if (!input)
    return;
  g_free (input->loader_free);
  g_free (input->used);
  g_free (input);
}

static SimTime *
earliest (SimTime *times, guint n)
{
  SimTime *first = times;
  for (guint i = 1; i < n; i++)
    if (times[i] < *first)
      first = &times[i];
  return first;
}

SimTime
input_take (Input *input, SimTime now)
{
  SimTime *used = &input->used[input->batch++ % input->prefetch];
  SimTime *loader = earliest (input->loader_free, input->n_loaders);
  input->storage_free = sim_time_later (MAX (input->storage_free, *used), input->read_time);
  *loader = sim_time_later (MAX (*loader, input->storage_free), input->decode_time);
  *used = MAX (*loader, now);
  return *loader;
}
