/* WIDE, before a function of plain loops over elements: the compiler makes it twice, for every processor and for those with AVX2,
 * whatever it has been told about the rest of the program, and the loader picks the one that fits.
 *
 * Both give the same bits: vectors as wide as they like do the same operations on each element, sums keep their order, and neither
 * joins a product and a sum into one operation (AVX2 does not bring FMA).
 */
#pragma once

#ifdef HAVE_TARGET_CLONES
#define WIDE __attribute__ ((target_clones ("avx2", "default"), optimize ("O3")))
#else
#define WIDE
#endif

/* What WIDE functions are put together from. */
#define WIDE_PART static inline __attribute__ ((always_inline))
