#include "dispatch.h"

// Far below the variance of pre-activations that are alive; keeps rows of equal numbers finite.
static const float epsilon = 1e-5f;

typedef struct {
  float mean;
  float scale;  // 1 / the standard deviation
} moments;

CK_INLINE moments moments_of(const float *x, size_t size) {
  CK_FAST_SUM
  float sum = 0;
  for (size_t j = 0; j < size; j++) sum += x[j];
  float mean = sum / (float)size, squares = 0;
  for (size_t j = 0; j < size; j++) squares += (x[j] - mean) * (x[j] - mean);
  moments result = {mean, 1.0f / square_root(squares / (float)size + epsilon)};
  return result;
}

CK_CLONES void ck_add_normalized(const float *x, const float *gain, float *y, size_t rows,
                                 size_t groups, size_t size) {
  CK_CONTRACT
  for (size_t part = 0; part < rows * groups; part++) {
    const float *restrict xs = x + part * size;
    const float *restrict gains = gain + part % groups * size;
    float *restrict ys = y + part * size;
    moments m = moments_of(xs, size);
    for (size_t j = 0; j < size; j++) ys[j] += gains[j] * ((xs[j] - m.mean) * m.scale);
  }
}

/// The means over a group of dn and of dn n, for dn = gain dy.
CK_INLINE void gradient_means(const float *x, const float *gain, const float *dy, moments m,
                              size_t size, float *mean, float *product_mean) {
  CK_FAST_SUM
  float sum = 0, products = 0;
  for (size_t j = 0; j < size; j++) {
    float dn = gain[j] * dy[j];
    sum += dn;
    products += dn * ((x[j] - m.mean) * m.scale);
  }
  *mean = sum / (float)size;
  *product_mean = products / (float)size;
}

CK_CLONES void ck_add_normalized_backward(const float *x, const float *gain,
                                          const float *y_gradient, float *x_gradient,
                                          float *gain_gradient, size_t rows, size_t groups,
                                          size_t size) {
  CK_CONTRACT
  for (size_t part = 0; part < rows * groups; part++) {
    const float *restrict xs = x + part * size;
    const float *restrict gains = gain + part % groups * size;
    const float *restrict dy = y_gradient + part * size;
    float *restrict dx = x_gradient + part * size;
    float *restrict dgain = gain_gradient + part % groups * size;
    moments m = moments_of(xs, size);
    float mean, product_mean;
    gradient_means(xs, gains, dy, m, size, &mean, &product_mean);
    for (size_t j = 0; j < size; j++) {
      float n = (xs[j] - m.mean) * m.scale;
      dx[j] += m.scale * (gains[j] * dy[j] - mean - n * product_mean);
      dgain[j] += dy[j] * n;
    }
  }
}
