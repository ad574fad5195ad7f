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
                  (square_root(v * second_correction) + epsilon);
  }
}

CK_CLONES void ck_adamw(float *restrict weights, const float *restrict gradient,
                        float *restrict first_moment, float *restrict second_moment, size_t count,
                        float gradient_scale, float learning_rate, float beta1, float beta2,
                        float epsilon, float first_correction, float second_correction,
                        float keep) {
  CK_CONTRACT
  for (size_t i = 0; i < count; i++) {
    float g = gradient[i] * gradient_scale;
    float m = beta1 * first_moment[i] + (1.0f - beta1) * g;
    float v = beta2 * second_moment[i] + (1.0f - beta2) * g * g;
    first_moment[i] = m;
    second_moment[i] = v;
    weights[i] = keep * weights[i] - learning_rate * (m * first_correction) /
                                         (square_root(v * second_correction) + epsilon);
  }
}

CK_CLONES void ck_sgd(float *restrict weights, const float *restrict gradient, size_t count,
                      float gradient_scale, float learning_rate) {
  CK_CONTRACT
  float rate = gradient_scale * learning_rate;
  for (size_t i = 0; i < count; i++) weights[i] -= rate * gradient[i];
}

CK_CLONES void ck_sgd_momentum(float *restrict weights, const float *restrict gradient,
                               float *restrict velocity, size_t count, float gradient_scale,
                               float learning_rate, float momentum) {
  CK_CONTRACT
  for (size_t i = 0; i < count; i++) {
    float v = momentum * velocity[i] + gradient[i] * gradient_scale;
    velocity[i] = v;
    weights[i] -= learning_rate * v;
  }
}

CK_CLONES void ck_adagrad(float *restrict weights, const float *restrict gradient,
                          float *restrict squares, size_t count, float gradient_scale,
                          float learning_rate, float epsilon) {
  CK_CONTRACT
  for (size_t i = 0; i < count; i++) {
    float g = gradient[i] * gradient_scale;
    float s = squares[i] + g * g;
    squares[i] = s;
    weights[i] -= learning_rate * g / (square_root(s) + epsilon);
  }
}

CK_CLONES void ck_adadelta(float *restrict weights, const float *restrict gradient,
                           float *restrict squares, float *restrict steps, size_t count,
                           float gradient_scale, float learning_rate, float rho, float epsilon) {
  CK_CONTRACT
  for (size_t i = 0; i < count; i++) {
    float g = gradient[i] * gradient_scale;
    float s = rho * squares[i] + (1.0f - rho) * g * g;
    float step = square_root(steps[i] + epsilon) / square_root(s + epsilon) * g;
    squares[i] = s;
    steps[i] = rho * steps[i] + (1.0f - rho) * step * step;
    weights[i] -= learning_rate * step;
  }
}

CK_CLONES void ck_rmsprop(float *restrict weights, const float *restrict gradient,
                          float *restrict squares, size_t count, float gradient_scale,
                          float learning_rate, float alpha, float epsilon) {
  CK_CONTRACT
  for (size_t i = 0; i < count; i++) {
    float g = gradient[i] * gradient_scale;
    float s = alpha * squares[i] + (1.0f - alpha) * g * g;
    squares[i] = s;
    weights[i] -= learning_rate * g / (square_root(s) + epsilon);
  }
}

CK_CLONES void ck_rmsprop_momentum(float *restrict weights, const float *restrict gradient,
                                   float *restrict squares, float *restrict velocity, size_t count,
                                   float gradient_scale, float learning_rate, float alpha,
                                   float epsilon, float momentum) {
  CK_CONTRACT
  for (size_t i = 0; i < count; i++) {
    float g = gradient[i] * gradient_scale;
    float s = alpha * squares[i] + (1.0f - alpha) * g * g;
    float v = momentum * velocity[i] + g / (square_root(s) + epsilon);
    squares[i] = s;
    velocity[i] = v;
    weights[i] -= learning_rate * v;
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
