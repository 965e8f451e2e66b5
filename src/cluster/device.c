#include "cluster/device.h"

#include <math.h>

const char *const precision_words[N_PRECISIONS + 1] = { "fp32", "fp16", "bf16", NULL };

/* Efficiencies, at 3 x forward FLOPs a sample of models/ (docs/scaling.md has the arithmetic). Where nothing is published for a
 * precision the nearest relative's share stands, marked "as": nobody measured it.
 *
 *   [1] NVIDIA, DeepLearningExamples, ResNet-50 v1.5 for PyTorch: images/s of one device.
 *   [2] Goyal et al. 2017: ResNet-50, 32 images in 180 ms.
 *   [3] MLPerf Training v3.0, ResNet-50 on 16 devices by one maker: 7.8 minutes with H100, 14.4 with A100.
 *   [4] Shoeybi et al., Megatron-LM, 2019: 39 TFLOP/s on one V100.
 *   [5] NVIDIA, DeepLearningExamples, BERT-large for PyTorch: 7.56 sequences/s of 512 tokens on one V100 in fp32.
 *   [6] Narayanan et al., SC 2021: 44 to 52 % on A100 with tensor parallelism; MosaicML, llm-foundry's benchmarks: 57 to 64 %
 *       without it for 1 to 13 billion parameters.
 *   [7] MosaicML, as above: 42 to 46 % on H100; Llama team 2024: 43 %.
 *   [8] Chowdhery et al., PaLM, 2022: 57.8 % of the peak, recomputation counted. */

/* NVIDIA, Tesla P100 whitepaper (WP-08019), SXM2. */
static const DevicePreset p100 = {
  .name = "p100",
  .summary = "NVIDIA P100 SXM2, 16 GB",
  .fp32 = 10.6e12,
  .fp16 = 21.2e12,
  .memory = 16e9,
  .bandwidth = 732e9,
  .link = 160e9,
  .efficiency = { [ARITHMETIC_PRODUCT] = { 0.48, 0.48 } /* as V100 in fp32 */,
                  [ARITHMETIC_CONVOLUTION] = { 0.41, 0.41 } /* [2]; as in fp32 */ },
};

/* NVIDIA, Tesla V100 whitepaper (WP-08608), SXM2; 16 bits on tensor cores. */
#define V100                                                                                                                     \
  .fp32 = 15.7e12, .fp16 = 125e12, .bandwidth = 900e9, .link = 300e9,                                                            \
  .efficiency = { [ARITHMETIC_PRODUCT] = { 0.48, 0.31 } /* [5], [4] */,                                                          \
                  [ARITHMETIC_CONVOLUTION] = { 0.58, 0.235 } /* [1]: 367 and 1200 images/s */ }

static const DevicePreset v100 = { .name = "v100", .summary = "NVIDIA V100 SXM2, 16 GB", .memory = 16e9, V100 };
static const DevicePreset v100_32gb = { .name = "v100-32gb", .summary = "NVIDIA V100 SXM2, 32 GB", .memory = 32e9, V100 };

/* NVIDIA, A100 Tensor Core GPU data sheet, SXM 80 GB; 16 bits on tensor cores, without sparsity. */
static const DevicePreset a100 = {
  .name = "a100",
  .summary = "NVIDIA A100 SXM, 80 GB",
  .fp32 = 19.5e12,
  .fp16 = 312e12,
  .memory = 80e9,
  .bandwidth = 2039e9,
  .link = 600e9,
  .efficiency = { [ARITHMETIC_PRODUCT] = { 0.48 /* as V100 */, 0.5 /* [6] */ },
                  [ARITHMETIC_CONVOLUTION] = { 0.58 /* as V100 */, 0.195 /* [1]: 2470 images/s */ } },
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
  .efficiency = { [ARITHMETIC_PRODUCT] = { 0.48 /* as V100 */, 0.44 /* [7] */ },
                  [ARITHMETIC_CONVOLUTION] = { 0.58 /* as V100 */, 0.114 /* [3] over A100's */ } },
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
  .efficiency = { [ARITHMETIC_PRODUCT] = { NAN, 0.58 /* [8] */ }, [ARITHMETIC_CONVOLUTION] = { NAN, 0.195 /* as A100 */ } },
};

const DevicePreset *const device_table[] = { &p100, &v100, &v100_32gb, &a100, &h100, &tpu_v4, NULL };

WORDS (device, DevicePreset, device_table)
const WordTable device_words = { "device", "devices", PLAIN_WORD_FUNCTIONS (device), NULL };

double
device_peak (const Device *device)
{
  if (!isnan (device->speed) || !device->kind)
    return device->speed;
  return device->precision == PRECISION_FP32 ? device->kind->fp32 : device->kind->fp16;
}

double
device_efficiency (const Device *device, Arithmetic arithmetic)
{
  if (!isnan (device->efficiency) || !device->kind)
    return isnan (device->efficiency) ? 1 : device->efficiency;
  const Efficiency *known = &device->kind->efficiency[arithmetic];
  return device->precision == PRECISION_FP32 ? known->fp32 : known->fp16;
}

double
device_memory (const Device *device)
{
  return isnan (device->memory) && device->kind ? device->kind->memory : device->memory;
}
