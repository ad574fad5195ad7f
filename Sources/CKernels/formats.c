#include "formats.h"

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

#ifdef CK_NATIVE_BFLOAT16
// The processor's own rounding, which differs in one thing: what is too small for a normal float32 becomes zero, as it
// does in the processor's products.
CK_NATIVE_BFLOAT16 static void to_bfloat16_natively(const float *restrict x,
                                                    uint16_t *restrict out, size_t count) {
  size_t i = 0;
  for (; i + 16 <= count; i += 16)
    _mm256_storeu_si256((__m256i *)(out + i), (__m256i)_mm512_cvtneps_pbh(_mm512_loadu_ps(x + i)));
  if (i == count) return;
  __mmask16 rest = (__mmask16)((1u << (count - i)) - 1);
  _mm256_mask_storeu_epi16(out + i, rest,
                           (__m256i)_mm512_cvtneps_pbh(_mm512_maskz_loadu_ps(rest, x + i)));
}
#endif

CK_CLONES static void to_bfloat16(const float *restrict x, uint16_t *restrict out, size_t count) {
  for (size_t i = 0; i < count; i++) out[i] = bfloat16(x[i]);
}

void ck_to_bfloat16(const float *restrict x, uint16_t *restrict out, size_t count) {
#ifdef CK_NATIVE_BFLOAT16
  if (ck_has_bfloat16()) return to_bfloat16_natively(x, out, count);
#endif
  to_bfloat16(x, out, count);
}
