// How the kernels are compiled for several instruction sets, and what they share.
#pragma once

#include "CKernels.h"

#if defined(__x86_64__) && defined(__linux__)
#define CK_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CK_CLONES
#endif
#define CK_INLINE static inline __attribute__((always_inline))

// Sums may be split over vector lanes: which split is fixed when the file is compiled, so that the
// same machine gives the same bits. Never -ffast-math: NaN must stay NaN to stop a run.
#define CK_FAST_SUM _Pragma("clang fp reassociate(on) contract(fast)")
// x * y + z rounds once where the processor can. Which products are fused follows from the
// expression alone, so that vectors and the numbers left over after them agree to the bit.
#define CK_CONTRACT _Pragma("clang fp contract(on)")
// The arrays of the next loop do not overlap. Left to find out when it runs, the compiled code
// takes the gates of several rows, which lie between each other, for an overlap and does one number
// at a time: 15 times slower, and with other bits than for a row alone.
#define CK_APART _Pragma("clang loop vectorize(assume_safety)")

// A root that is one instruction. sqrtf() must set errno for a negative number, so that the compiler
// calls it for one number after the other: three times as slow in Adam.
#if __has_builtin(__builtin_elementwise_sqrt)
CK_INLINE float square_root(float x) { return __builtin_elementwise_sqrt(x); }
#else
#include <math.h>
CK_INLINE float square_root(float x) { return sqrtf(x); }
#endif
