// exp, sigmoid and tanh without branches, so that loops over them become vector code.
#pragma once

#include <string.h>

#include "dispatch.h"

/// exp(x) to about 1 ulp: 2^n * p(r), the polynomial of Cephes. NaN stays NaN.
CK_INLINE float ck_exp(float x) {
  CK_CONTRACT
  float clamped = x < -87.0f ? -87.0f : x;
  clamped = clamped > 88.0f ? 88.0f : clamped;
  float n = __builtin_rintf(clamped * 1.44269504088896341f);
  float r = clamped - n * 0.693359375f;
  r = r + n * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  // The clamp let NaN through in x only: n of NaN would be an undefined conversion.
  int32_t exponent = x == x ? (int32_t)n : 0;
  int32_t bits = (exponent + 127) << 23;
  float scale;
  memcpy(&scale, &bits, sizeof scale);
  return p * scale;
}

CK_INLINE float ck_sigmoid(float x) { return 1.0f / (1.0f + ck_exp(-x)); }

/// tanh(x): an odd polynomial near 0, where 1 - 2 / (e^2x + 1) would cancel.
CK_INLINE float ck_tanh_one(float x) {
  CK_CONTRACT
  float magnitude = __builtin_fabsf(x);
  float far = 1.0f - 2.0f / (ck_exp(2.0f * magnitude) + 1.0f);
  float signedFar = __builtin_copysignf(far, x);
  float z = x * x;
  float p = -5.70498872745e-3f;
  p = p * z + 2.06390887954e-2f;
  p = p * z - 5.37397155531e-2f;
  p = p * z + 1.33314422036e-1f;
  p = p * z - 3.33332819422e-1f;
  float near = p * z * x + x;
  return magnitude < 0.625f ? near : signedFar;
}
