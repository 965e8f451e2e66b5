/* OpenBLAS with its own threads off: products run on the caller's thread and give the same bits on every one. */
#pragma once

/** Once, before the first product. */
void blas_start (void);
/** The name of the kernels in use: "Haswell", "SkylakeX" … (static) */
const char *blas_core (void);
