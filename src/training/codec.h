/* Codecs: what stands between numbers and the wire. One entry a precision: how many bytes an element takes there, and what it is
 * after the way there and back, to nearest, ties to even.
 */
#pragma once

#include "training/settings.h"

typedef struct
{
  guint element_bytes;
  void (*encode) (float *x, gsize n); /* in place, @n floats; NULL: they travel as they are */
} Codec;

/** Of training.wire; static. */
const Codec *codec_of_wire (Wire wire);
