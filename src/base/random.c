#include "base/random.h"

#include <Random123/philox.h>
#include <gsl/gsl_cdf.h>

void
random_philox (const guint32 counter[4], const guint32 key[2], guint32 out[4])
{
  philox4x32_ctr_t c = { { counter[0], counter[1], counter[2], counter[3] } };
  philox4x32_key_t k = { { key[0], key[1] } };
  philox4x32_ctr_t r = philox4x32_R (10, c, k);

  memcpy (out, r.v, sizeof r.v);
}

guint64
random_bits (guint64 seed, RandomPurpose purpose, guint32 entity, guint64 index)
{
  const guint32 counter[4] = { (guint32)index, (guint32)(index >> 32), entity, purpose };
  const guint32 key[2] = { (guint32)seed, (guint32)(seed >> 32) };
  guint32 words[4];

  random_philox (counter, key, words);
  return (guint64)words[1] << 32 | words[0];
}

double
random_uniform (guint64 seed, RandomPurpose purpose, guint32 entity, guint64 index)
{
  return ((double)(random_bits (seed, purpose, entity, index) >> 12) + 0.5) * 0x1p-52;
}

double
random_normal (guint64 seed, RandomPurpose purpose, guint32 entity, guint64 index)
{
  return gsl_cdf_ugaussian_Pinv (random_uniform (seed, purpose, entity, index));
}

guint64
random_below (guint64 seed, RandomPurpose purpose, guint32 entity, guint64 index, guint64 n)
{
  g_assert (n > 0);
  return (guint64)((unsigned __int128)random_bits (seed, purpose, entity, index) * n >> 64);
}

void
random_permutation (guint64 seed, RandomPurpose purpose, guint32 entity, guint32 *out, guint32 n)
{
  for (guint32 i = 0; i < n; i++)
    {
      guint32 j = (guint32)random_below (seed, purpose, entity, i, (guint64)i + 1);

      out[i] = out[j];
      out[j] = i;
    }
}
