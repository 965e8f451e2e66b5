#include "cluster/device.h"

#include <math.h>

const char *const precision_words[N_PRECISIONS + 1] = { "fp32", "fp16", "bf16", NULL };

/* NVIDIA, Tesla P100 whitepaper (WP-08019), SXM2. */
static const DevicePreset p100 = {
  .name = "p100",
  .summary = "NVIDIA P100 SXM2, 16 GB",
  .fp32 = 10.6e12,
  .fp16 = 21.2e12,
  .memory = 16e9,
  .bandwidth = 732e9,
  .link = 160e9,
};

/* NVIDIA, Tesla V100 whitepaper (WP-08608), SXM2; 16 bits on tensor cores. */
static const DevicePreset v100 = {
  .name = "v100",
  .summary = "NVIDIA V100 SXM2, 16 GB",
  .fp32 = 15.7e12,
  .fp16 = 125e12,
  .memory = 16e9,
  .bandwidth = 900e9,
  .link = 300e9,
};

static const DevicePreset v100_32gb = {
  .name = "v100-32gb",
  .summary = "NVIDIA V100 SXM2, 32 GB",
  .fp32 = 15.7e12,
  .fp16 = 125e12,
  .memory = 32e9,
  .bandwidth = 900e9,
  .link = 300e9,
};

/* NVIDIA, A100 Tensor Core GPU data sheet, SXM 80 GB; 16 bits on tensor cores, without sparsity. */
static const DevicePreset a100 = {
  .name = "a100",
  .summary = "NVIDIA A100 SXM, 80 GB",
  .fp32 = 19.5e12,
  .fp16 = 312e12,
  .memory = 80e9,
  .bandwidth = 2039e9,
  .link = 600e9,
};

/* NVIDIA, H100 Tensor Core GPU data sheet, SXM; 16 bits on tensor cores, without sparsity. */
static const DevicePreset h100 = {
  .name = "h100",
  .summary = "NVIDIA H100 SXM, 80 GB",
  .fp32 = 67e12,
  .fp16 = 989e12,
  .memory = 80e9,
  .bandwidth = 3350e9,
  .link = 900e9,
};

/* Jouppi et al., TPU v4, ISCA 2023; a 3-D torus, six links of 50 GB/s each way. */
static const DevicePreset tpu_v4 = {
  .name = "tpu-v4",
  .summary = "Google TPU v4, 32 GiB",
  .fp32 = NAN,
  .fp16 = 275e12,
  .memory = 34359738368.0,
  .bandwidth = 1200e9,
  .link = 600e9,
};

const DevicePreset *const device_table[] = { &p100, &v100, &v100_32gb, &a100, &h100, &tpu_v4, NULL };

double
device_peak (const Device *device)
{
  if (!isnan (device->speed) || !device->kind)
    return device->speed;
  return device->precision == PRECISION_FP32 ? device->kind->fp32 : device->kind->fp16;
}

double
device_memory (const Device *device)
{
  return isnan (device->memory) && device->kind ? device->kind->memory : device->memory;
}
