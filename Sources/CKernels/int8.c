#include <float.h>
#include <math.h>
#include <string.h>

#include "dispatch.h"

// The largest integer that a number becomes.
#define LARGEST 127.0f
// Smaller numbers than this are nothing: their scale's inverse would be infinite.
#define TINY 1e-30f

/// The largest magnitude; not finite if one of the numbers is not. As integers, magnitudes are ordered as
/// they are as floats, and what is no number is larger than all.
CK_INLINE float largest_magnitude(const float *restrict x, size_t count) {
  uint32_t largest = 0;
  for (size_t i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, x + i, sizeof bits);
    bits &= 0x7FFFFFFF;
    largest = bits > largest ? bits : largest;
  }
  float result;
  memcpy(&result, &largest, sizeof result);
  return result;
}

/// The scale for a largest magnitude, and by what numbers are multiplied to become integers.
CK_INLINE float scale_for(float largest, float *inverse) {
  *inverse = 0;
  if (!(largest <= FLT_MAX)) return NAN;
  if (largest < TINY) return 0;
  *inverse = LARGEST / largest;
  return largest / LARGEST;
}

/// The nearest integer, the even one in a tie, for numbers from -2^22 to 2^22: added to 1.5 * 2^23 a
/// number's last bit counts ones. For what is not finite some integer.
CK_INLINE int32_t nearest(float x) {
  float moved = x + 12582912.0f;
  uint32_t bits;
  memcpy(&bits, &moved, sizeof bits);
  return (int32_t)(bits - 0x4B400000u);
}

CK_CLONES void ck_quantize_rows(const float *x, size_t rows, size_t columns, uint8_t *out,
                                float *scales) {
  for (size_t r = 0; r < rows; r++) {
    const float *restrict row = x + r * columns;
    uint8_t *restrict to = out + r * columns;
    float inverse;
    scales[r] = scale_for(largest_magnitude(row, columns), &inverse);
    for (size_t i = 0; i < columns; i++) {
      float scaled = row[i] * inverse;
      to[i] = (uint8_t)(nearest(scaled) + 128);
    }
  }
}

CK_CLONES void ck_quantize_rows_to_float(const float *x, size_t rows, size_t columns, float *out,
                                         float *scales) {
  for (size_t r = 0; r < rows; r++) {
    const float *restrict row = x + r * columns;
    float *restrict to = out + r * columns;
    float inverse, scale = scale_for(largest_magnitude(row, columns), &inverse);
    scales[r] = scale;
    // An infinite number times 0 would be no integer; the scale says it all.
    bool is_finite = scale == scale;
    for (size_t i = 0; i < columns; i++) {
      float scaled = row[i] * inverse;
      to[i] = is_finite ? (float)nearest(scaled) : 0;
    }
  }
}

CK_CLONES float ck_quantize_weights(const float *restrict weights, size_t count, float clipping,
                                    int8_t *restrict out) {
  float inverse, scale = scale_for(largest_magnitude(weights, count) * clipping, &inverse);
  for (size_t i = 0; i < count; i++) {
    float scaled = weights[i] * inverse;
    scaled = scaled > LARGEST ? LARGEST : scaled < -LARGEST ? -LARGEST : scaled;
    out[i] = (int8_t)nearest(scaled);
  }
  return scale;
}

CK_CLONES void ck_dequantize(const int8_t *restrict values, float scale, float *restrict out,
                             size_t count) {
  for (size_t i = 0; i < count; i++) out[i] = (float)values[i] * scale;
}

CK_CLONES int32_t ck_sum_int8(const int8_t *restrict values, size_t count) {
  uint32_t sum = 0;
  for (size_t i = 0; i < count; i++) sum += (uint32_t)(int32_t)values[i];
  return (int32_t)sum;
}

void ck_gather_quantized_rows(const int8_t *table, const float *scales, const int32_t *rows,
                              float *out, size_t count, size_t columns) {
  for (size_t r = 0; r < count; r++) {
    size_t row = (size_t)rows[r];
    ck_dequantize(table + row * columns, scales[row], out + r * columns, columns);
  }
}

CK_CLONES double ck_quantization_error(const float *restrict weights,
                                       const int8_t *restrict values, float scale, size_t count,
                                       const float *restrict samples, size_t sample_count) {
  CK_FAST_SUM
  double error = 0;
  if (!samples) {
    for (size_t i = 0; i < count; i++) {
      float change = (float)values[i] * scale - weights[i];
      error += (double)(change * change);
    }
    return error;
  }
  for (size_t s = 0; s < sample_count; s++) {
    const float *restrict sample = samples + s * count;
    float change = 0;
    for (size_t i = 0; i < count; i++) change += sample[i] * ((float)values[i] * scale - weights[i]);
    error += (double)change * (double)change;
  }
  return error;
}

CK_CLONES void ck_scale_int8_product(const int32_t *restrict sums, const float *row_scales,
                                     ck_int8_columns right, const float *start,
                                     size_t start_stride, float *y, size_t y_stride, size_t rows,
                                     size_t columns) {
  CK_CONTRACT
  const float *restrict scales = right.scales;
  const int32_t *restrict weight_sums = right.weight_sums;
  for (size_t r = 0; r < rows; r++) {
    float scale = row_scales[r];
    const int32_t *restrict row = sums + r * columns;
    const float *from = start ? start + r * start_stride : NULL;
    float *to = y + r * y_stride;
    // Both sums may have wrapped around; their difference is small enough to be right all the same.
    if (from) {
      CK_APART
      for (size_t c = 0; c < columns; c++) {
        int32_t sum = (int32_t)((uint32_t)row[c] - 128u * (uint32_t)weight_sums[c]);
        float factor = scale * scales[c];
        to[c] = from[c] + (float)sum * factor;
      }
    } else {
      CK_APART
      for (size_t c = 0; c < columns; c++) {
        int32_t sum = (int32_t)((uint32_t)row[c] - 128u * (uint32_t)weight_sums[c]);
        float factor = scale * scales[c];
        to[c] = (float)sum * factor;
      }
    }
  }
}

CK_CLONES void ck_scale_float_product(const float *restrict sums, const float *row_scales,
                                      ck_int8_columns right, const float *start,
                                      size_t start_stride, float *y, size_t y_stride, size_t rows,
                                      size_t columns) {
  CK_CONTRACT
  const float *restrict scales = right.scales;
  for (size_t r = 0; r < rows; r++) {
    float scale = row_scales[r];
    const float *restrict row = sums + r * columns;
    const float *from = start ? start + r * start_stride : NULL;
    float *to = y + r * y_stride;
    if (from) {
      CK_APART
      for (size_t c = 0; c < columns; c++) {
        float factor = scale * scales[c];
        to[c] = from[c] + row[c] * factor;
      }
    } else {
      CK_APART
      for (size_t c = 0; c < columns; c++) {
        float factor = scale * scales[c];
        to[c] = row[c] * factor;
      }
    }
  }
}
