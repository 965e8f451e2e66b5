#include "training/params.h"

void
params_clear (Params *params)
{
  vector_clear (&params->w);
  vector_clear (&params->outgoing);
  g_clear_pointer (&params->optimizer, optimizer_free);
}

void
params_save (const Params *params, GArray *saved)
{
  SavedParams now = { params->w ? vector_ref (params->w) : NULL,
                      params->optimizer ? optimizer_copy (params->optimizer) : NULL, params->version };
  g_array_append_val (saved, now);
}

void
params_restore (Params *params, const SavedParams *saved)
{
  params_clear (params);
  params->w = saved->w ? vector_ref (saved->w) : NULL;
  params->optimizer = saved->optimizer ? optimizer_copy (saved->optimizer) : NULL;
  params->version = saved->version;
}

static float *
params_write (Params *params)
{
  vector_clear (&params->outgoing);
  params->w = vector_own (params->w);
  return vector_data (params->w);
}

void
params_step (Params *params, const float *gradient)
{
  params->version++;
  if (!gradient)
    return;
  vector_clear (&params->outgoing);
  Vector *before = params->w;
  params->w = vector_successor (before);
  optimizer_apply (params->optimizer, vector_data (before), vector_data (params->w), gradient);
  vector_unref (before);
}

void
params_mix (Params *params, const float *other, float share)
{
  float *w = params_write (params);
  for (gsize i = 0; i < params->count; i++)
    w[i] += share * (other[i] - w[i]);
}

Vector *
params_outgoing (Params *params, const Codec *codec)
{
  if (!params->w || !codec->encode)
    return params->w;
  if (!params->outgoing)
    {
      params->outgoing = vector_own (vector_ref (params->w));
      codec->encode (vector_data (params->outgoing), params->count);
    }
  return params->outgoing;
}
