#include "training/codec.h"

/* The upper 16 bits of a float32, rounded to nearest even. */
static float
round_bf16 (float x)
{
  guint32 bits;
  memcpy (&bits, &x, sizeof bits);
  if (isnan (x))
    return x;
  bits = (bits + 0x7fff + (bits >> 16 & 1)) & 0xffff0000u;
  memcpy (&x, &bits, sizeof bits);
  return x;
}

/* IEEE 754 binary16: 11 significant bits, exponents from -14 to 15, below that multiples of 2^-24. */
static float
round_fp16 (float x)
{
  int exponent;
  if (!isfinite (x) || x == 0)
    return x;
  frexpf (x, &exponent);
  float unit = ldexpf (1, MAX (exponent - 11, -24));
  float rounded = rintf (x / unit) * unit;
  return fabsf (rounded) > 65504 ? copysignf (INFINITY, x) : rounded;
}

static void
encode_bf16 (float *x, gsize n)
{
  for (gsize i = 0; i < n; i++)
    x[i] = round_bf16 (x[i]);
}

/* Keeps infinities, and makes an infinity of what is too large. */
static void
encode_fp16 (float *x, gsize n)
{
  for (gsize i = 0; i < n; i++)
    x[i] = round_fp16 (x[i]);
}

const Codec *
codec_of_wire (Wire wire)
{
  static const Codec codecs[N_WIRES] = {
    [WIRE_FP32] = { 4, NULL },
    [WIRE_FP16] = { 2, encode_fp16 },
    [WIRE_BF16] = { 2, encode_bf16 },
  };
  return &codecs[wire];
}
