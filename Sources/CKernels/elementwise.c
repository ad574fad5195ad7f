#include "activation.h"

void ck_fill_rows(const float *row, float *out, size_t rows, size_t columns) {
  for (size_t r = 0; r < rows; r++) memcpy(out + r * columns, row, columns * sizeof(float));
}

CK_CLONES void ck_add(const float *restrict x, float *restrict out, size_t count) {
  for (size_t i = 0; i < count; i++) out[i] += x[i];
}

CK_CLONES void ck_scale(float *x, float factor, size_t count) {
  for (size_t i = 0; i < count; i++) x[i] *= factor;
}

CK_CLONES void ck_add_constant(float *x, float constant, size_t count) {
  for (size_t i = 0; i < count; i++) x[i] += constant;
}

CK_CLONES void ck_multiply(const float *restrict x, const float *restrict y, float *restrict out,
                           size_t count) {
  for (size_t i = 0; i < count; i++) out[i] = x[i] * y[i];
}

CK_CLONES void ck_multiply_add(const float *restrict x, const float *restrict y,
                               float *restrict out, size_t count) {
  CK_CONTRACT
  for (size_t i = 0; i < count; i++) out[i] += x[i] * y[i];
}

CK_CLONES void ck_tanh(const float *x, float *out, size_t count) {
  for (size_t i = 0; i < count; i++) out[i] = ck_tanh_one(x[i]);
}

CK_CLONES void ck_tanh_backward(const float *restrict y, const float *restrict y_gradient,
                                float *restrict x_gradient, size_t count) {
  CK_CONTRACT
  for (size_t i = 0; i < count; i++) x_gradient[i] += y_gradient[i] * (1.0f - y[i] * y[i]);
}

CK_CLONES void ck_add_column_sums(const float *restrict x, float *restrict out, size_t rows,
                                  size_t columns) {
  for (size_t r = 0; r < rows; r++)
    for (size_t c = 0; c < columns; c++) out[c] += x[r * columns + c];
}

void ck_gather_rows(const float *table, const int32_t *rows, float *out, size_t count,
                    size_t columns) {
  for (size_t r = 0; r < count; r++)
    memcpy(out + r * columns, table + (size_t)rows[r] * columns, columns * sizeof(float));
}

CK_CLONES void ck_add_gathered_rows(const float *restrict table, const int32_t *restrict rows,
                                    float *restrict out, size_t count, size_t columns) {
  for (size_t r = 0; r < count; r++) {
    const float *restrict x = table + (size_t)rows[r] * columns;
    for (size_t c = 0; c < columns; c++) out[r * columns + c] += x[c];
  }
}

CK_CLONES void ck_scatter_add_rows(const float *restrict x, const int32_t *restrict rows,
                                   float *restrict table, size_t count, size_t columns) {
  for (size_t r = 0; r < count; r++) {
    float *restrict out = table + (size_t)rows[r] * columns;
    for (size_t c = 0; c < columns; c++) out[c] += x[r * columns + c];
  }
}

void ck_place_columns(const float *x, float *out, size_t rows, size_t columns, size_t out_columns,
                      size_t offset) {
  for (size_t r = 0; r < rows; r++)
    memcpy(out + r * out_columns + offset, x + r * columns, columns * sizeof(float));
}

CK_CLONES void ck_add_columns(const float *restrict x, float *restrict out, size_t rows,
                              size_t columns, size_t x_columns, size_t offset) {
  for (size_t r = 0; r < rows; r++)
    for (size_t c = 0; c < columns; c++) out[r * columns + c] += x[r * x_columns + offset + c];
}
