#include <string.h>

#include "dispatch.h"

bool ck_has_bfloat16(void) {
#if defined(__x86_64__) && defined(__linux__)
  return __builtin_cpu_supports("avx512bf16");
#else
  return false;
#endif
}

bool ck_has_int8(void) {
#if defined(__x86_64__) && defined(__linux__)
  return __builtin_cpu_supports("avx512vnni");
#else
  return false;
#endif
}

CK_CLONES void ck_to_bfloat16(const float *restrict x, uint16_t *restrict out, size_t count) {
  for (size_t i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, x + i, sizeof bits);
    uint32_t rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16;
    // Rounding up could turn a number that is none into an infinity.
    out[i] = (uint16_t)((bits & 0x7FFFFFFF) > 0x7F800000 ? (bits >> 16) | 0x40 : rounded);
  }
}
