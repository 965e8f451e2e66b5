/* Devices: what a worker computes on, and the presets of well-known ones.
 *
 * A device is a preset, or numbers of its own, or both: its own numbers win. A preset knows what share of its peak training has
 * been seen to reach, for each kind of arithmetic.
 */
#pragma once

#include "base/arithmetic.h"
#include "base/word_table.h"

typedef enum
{
  PRECISION_FP32,
  PRECISION_FP16,
  PRECISION_BF16,
  N_PRECISIONS,
} Precision;

extern const char *const precision_words[N_PRECISIONS + 1]; /* NULL-terminated */

/* Shares of the peak in either precision. */
typedef struct
{
  double fp32, fp16;
} Efficiency;

/* Peaks are those of dense matrix products, in FLOP/s; NAN: the maker gives none. */
typedef struct
{
  const char *name; /* "h100" */
  const char *summary;
  double fp32, fp16; /* fp16 stands for both 16-bit formats */
  double memory;     /* bytes */
  double bandwidth;  /* of the memory, bytes per second */
  double link;       /* bytes per second to other devices, all links and both directions together */
  Efficiency efficiency[N_ARITHMETICS]; /* fp16 stands for both 16-bit formats */
} DevicePreset;

/** NULL-terminated. */
extern const DevicePreset *const device_table[];
extern const WordTable device_words;

typedef struct
{
  const DevicePreset *kind; /* NULL: none */
  Precision precision;      /* that it computes in */
  double speed;             /* FLOP/s at peak; NAN: the preset's */
  double efficiency;        /* share of the peak that training reaches, of any arithmetic; NAN: the preset's, or 1 */
  double memory;            /* bytes; NAN: the preset's */
  double reduce;            /* bytes per second of a reduction; 0: free */
} Device;

/** FLOP/s at peak; NAN: none given. */
double device_peak (const Device *device);
/** The share of that which training reaches in layers of this @arithmetic. */
double device_efficiency (const Device *device, Arithmetic arithmetic);
/** Bytes of memory; NAN: not accounted. */
double device_memory (const Device *device);
