#include "activation.h"

// Source states are time-major: state s of sentence b is row s * batch + b.

CK_INLINE float dot(const float *restrict x, const float *restrict y, size_t size) {
  CK_FAST_SUM
  float sum = 0;
  for (size_t j = 0; j < size; j++) sum += x[j] * y[j];
  return sum;
}

CK_INLINE void add_scaled(float factor, const float *restrict x, float *restrict out,
                          size_t size) {
  CK_CONTRACT
  for (size_t j = 0; j < size; j++) out[j] += factor * x[j];
}

CK_CLONES void ck_attention_scores(const float *query, const float *keys, const int32_t *sentence,
                                   const int32_t *lengths, float *scores, size_t rows,
                                   size_t source_time, size_t batch, size_t size) {
  for (size_t row = 0; row < rows; row++) {
    size_t b = (size_t)sentence[row], length = (size_t)lengths[b];
    float *out = scores + row * source_time;
    for (size_t s = 0; s < length; s++)
      out[s] = dot(query + row * size, keys + (s * batch + b) * size, size);
    for (size_t s = length; s < source_time; s++) out[s] = 0;
  }
}

CK_CLONES void ck_attention_scores_backward(const float *query, const float *keys,
                                            const int32_t *sentence, const int32_t *lengths,
                                            const float *scores_gradient, float *query_gradient,
                                            float *keys_gradient, size_t rows, size_t source_time,
                                            size_t batch, size_t size) {
  for (size_t row = 0; row < rows; row++) {
    size_t b = (size_t)sentence[row], length = (size_t)lengths[b];
    for (size_t s = 0; s < length; s++) {
      float gradient = scores_gradient[row * source_time + s];
      add_scaled(gradient, keys + (s * batch + b) * size, query_gradient + row * size, size);
      add_scaled(gradient, query + row * size, keys_gradient + (s * batch + b) * size, size);
    }
  }
}

CK_CLONES void ck_masked_softmax(const float *scores, const int32_t *sentence,
                                 const int32_t *lengths, float *weights, size_t rows,
                                 size_t source_time) {
  CK_FAST_SUM
  for (size_t row = 0; row < rows; row++) {
    size_t length = (size_t)lengths[sentence[row]];
    const float *in = scores + row * source_time;
    float *out = weights + row * source_time;
    float largest = length ? in[0] : 0, sum = 0;
    for (size_t s = 1; s < length; s++) largest = in[s] > largest ? in[s] : largest;
    for (size_t s = 0; s < length; s++) {
      out[s] = ck_exp(in[s] - largest);
      sum += out[s];
    }
    float inverse = length ? 1.0f / sum : 0;
    for (size_t s = 0; s < length; s++) out[s] *= inverse;
    for (size_t s = length; s < source_time; s++) out[s] = 0;
  }
}

CK_CLONES void ck_masked_softmax_backward(const float *weights, const float *weights_gradient,
                                          const int32_t *sentence, const int32_t *lengths,
                                          float *scores_gradient, size_t rows,
                                          size_t source_time) {
  CK_CONTRACT
  for (size_t row = 0; row < rows; row++) {
    size_t length = (size_t)lengths[sentence[row]];
    const float *w = weights + row * source_time, *dw = weights_gradient + row * source_time;
    float *out = scores_gradient + row * source_time;
    float mean = dot(w, dw, length);
    for (size_t s = 0; s < length; s++) out[s] += w[s] * (dw[s] - mean);
  }
}

CK_CLONES void ck_weighted_sum(const float *weights, const float *values, const int32_t *sentence,
                               const int32_t *lengths, float *context, size_t rows,
                               size_t source_time, size_t batch, size_t size) {
  for (size_t row = 0; row < rows; row++) {
    size_t b = (size_t)sentence[row], length = (size_t)lengths[b];
    memset(context + row * size, 0, size * sizeof(float));
    for (size_t s = 0; s < length; s++)
      add_scaled(weights[row * source_time + s], values + (s * batch + b) * size,
                 context + row * size, size);
  }
}

CK_CLONES void ck_weighted_sum_backward(const float *weights, const float *values,
                                        const int32_t *sentence, const int32_t *lengths,
                                        const float *context_gradient, float *weights_gradient,
                                        float *values_gradient, size_t rows, size_t source_time,
                                        size_t batch, size_t size) {
  for (size_t row = 0; row < rows; row++) {
    size_t b = (size_t)sentence[row], length = (size_t)lengths[b];
    const float *gradient = context_gradient + row * size;
    for (size_t s = 0; s < length; s++) {
      weights_gradient[row * source_time + s] +=
          dot(gradient, values + (s * batch + b) * size, size);
      add_scaled(weights[row * source_time + s], gradient,
                 values_gradient + (s * batch + b) * size, size);
    }
  }
}

CK_INLINE float additive_score(const float *restrict query, const float *restrict key,
                               const float *restrict weight, size_t size) {
  CK_FAST_SUM
  float sum = 0;
  for (size_t j = 0; j < size; j++) sum += weight[j] * ck_tanh_one(query[j] + key[j]);
  return sum;
}

CK_INLINE void additive_score_backward(float gradient, const float *restrict query,
                                       const float *restrict key, const float *restrict weight,
                                       float *restrict query_gradient,
                                       float *restrict key_gradient,
                                       float *restrict weight_gradient, size_t size) {
  CK_CONTRACT
  CK_APART
  for (size_t j = 0; j < size; j++) {
    float squashed = ck_tanh_one(query[j] + key[j]);
    float inner = gradient * weight[j] * (1.0f - squashed * squashed);
    query_gradient[j] += inner;
    key_gradient[j] += inner;
    weight_gradient[j] += gradient * squashed;
  }
}

CK_CLONES void ck_additive_scores(const float *query, const float *keys, const float *weight,
                                  const int32_t *sentence, const int32_t *lengths, float *scores,
                                  size_t rows, size_t source_time, size_t batch, size_t size) {
  for (size_t row = 0; row < rows; row++) {
    size_t b = (size_t)sentence[row], length = (size_t)lengths[b];
    float *out = scores + row * source_time;
    for (size_t s = 0; s < length; s++)
      out[s] = additive_score(query + row * size, keys + (s * batch + b) * size, weight, size);
    for (size_t s = length; s < source_time; s++) out[s] = 0;
  }
}

CK_CLONES void ck_additive_scores_backward(const float *query, const float *keys,
                                           const float *weight, const int32_t *sentence,
                                           const int32_t *lengths, const float *scores_gradient,
                                           float *query_gradient, float *keys_gradient,
                                           float *weight_gradient, size_t rows,
                                           size_t source_time, size_t batch, size_t size) {
  for (size_t row = 0; row < rows; row++) {
    size_t b = (size_t)sentence[row], length = (size_t)lengths[b];
    for (size_t s = 0; s < length; s++) {
      size_t key = (s * batch + b) * size;
      additive_score_backward(scores_gradient[row * source_time + s], query + row * size,
                              keys + key, weight, query_gradient + row * size,
                              keys_gradient + key, weight_gradient, size);
    }
  }
}
