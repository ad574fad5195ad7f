// How numbers are rounded to other formats, for several kernels.
#pragma once

#include <string.h>

#include "dispatch.h"

#if defined(__x86_64__) && defined(__linux__)
#include <immintrin.h>
// For functions that use the processor's own bfloat16; call them only where ck_has_bfloat16() says so.
#define CK_NATIVE_BFLOAT16                                                                         \
  __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16")))
#endif

CK_INLINE uint16_t bfloat16(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  uint32_t rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16;
  // Rounding up could turn a number that is none into an infinity.
  return (uint16_t)((bits & 0x7FFFFFFF) > 0x7F800000 ? (bits >> 16) | 0x40 : rounded);
}
