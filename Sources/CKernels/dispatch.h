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
#define CK_CONTRACT _Pragma("clang fp contract(fast)")
