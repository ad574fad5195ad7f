// What kernels over a row of logits share.
#pragma once

#include <math.h>

#include "activation.h"

enum { lanes = 32 };

/// The largest value, in independent lanes: one running maximum would wait for itself.
CK_INLINE float largest_of(const float *x, size_t count) {
  float best[lanes];
  for (size_t i = 0; i < lanes; i++) best[i] = -INFINITY;
  size_t whole = count / lanes * lanes;
  for (size_t v = 0; v < whole; v += lanes)
    for (size_t i = 0; i < lanes; i++) best[i] = x[v + i] > best[i] ? x[v + i] : best[i];
  for (size_t v = whole; v < count; v++) best[0] = x[v] > best[0] ? x[v] : best[0];
  float largest = best[0];
  for (size_t i = 1; i < lanes; i++) largest = best[i] > largest ? best[i] : largest;
  return largest;
}

/// The first place of `value`; a block without it is passed over by one vector comparison.
CK_INLINE int32_t first_of(const float *x, size_t count, float value) {
  for (size_t start = 0; start < count; start += 64) {
    size_t end = start + 64 < count ? start + 64 : count;
    int any = 0;
    for (size_t v = start; v < end; v++) any |= x[v] == value;
    if (!any) continue;
    for (size_t v = start; v < end; v++)
      if (x[v] == value) return (int32_t)v;
  }
  return 0;
}

/// sum(exp(x - largest)), in blocks, so that float32 sums stay exact enough. The logarithm of the
/// normalizer is the largest value plus the logarithm of this; the two are kept apart, because a
/// float32 near a large logit has no room for the digits of the second.
CK_INLINE double sum_exp(const float *x, size_t count, float largest) {
  CK_FAST_SUM
  double total = 0;
  for (size_t start = 0; start < count; start += 1024) {
    size_t end = start + 1024 < count ? start + 1024 : count;
    float sum = 0;
    for (size_t v = start; v < end; v++) sum += ck_exp(x[v] - largest);
    total += sum;
  }
  return total;
}
