#include <math.h>

#include "dispatch.h"

CK_CLONES double ck_sum_of_squares(const float *x, size_t count) {
  CK_FAST_SUM
  double total = 0;
  for (size_t start = 0; start < count; start += 4096) {
    size_t end = start + 4096 < count ? start + 4096 : count;
    float sum = 0;
    for (size_t i = start; i < end; i++) sum += x[i] * x[i];
    total += sum;
  }
  return total;
}

CK_CLONES void ck_move_average(float *restrict average, const float *restrict x, float share,
                               size_t count) {
  CK_CONTRACT
  for (size_t i = 0; i < count; i++) average[i] += share * (x[i] - average[i]);
}

CK_CLONES void ck_adam(float *restrict weights, const float *restrict gradient,
                       float *restrict first_moment, float *restrict second_moment, size_t count,
                       float gradient_scale, float learning_rate, float beta1, float beta2,
                       float epsilon, float first_correction, float second_correction) {
  CK_CONTRACT
  for (size_t i = 0; i < count; i++) {
    float g = gradient[i] * gradient_scale;
    float m = beta1 * first_moment[i] + (1.0f - beta1) * g;
    float v = beta2 * second_moment[i] + (1.0f - beta2) * g * g;
    first_moment[i] = m;
    second_moment[i] = v;
    weights[i] -= learning_rate * (m * first_correction) /
                  (sqrtf(v * second_correction) + epsilon);
  }
}

const char *ck_instruction_set(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")) return "x86-64-v4";
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "x86-64-v3";
  return "baseline";
#elif defined(__aarch64__)
  return "arm64";
#else
  return "baseline";
#endif
}
