#include "softmax.h"

CK_CLONES void ck_cross_entropy(float *logits, size_t vocabulary, int32_t target, float smoothing,
                                float gradient_scale, ck_row_loss *result) {
  CK_FAST_SUM
  float largest = largest_of(logits, vocabulary);
  double total = sum_exp(logits, vocabulary, largest), log_total = log(total);
  double sum = 0;
  if (smoothing > 0)
    for (size_t start = 0; start < vocabulary; start += 1024) {
      size_t end = start + 1024 < vocabulary ? start + 1024 : vocabulary;
      float part = 0;
      for (size_t v = start; v < end; v++) part += logits[v] - largest;
      sum += part;
    }
  double uniform = (double)smoothing / (double)vocabulary;
  result->best = first_of(logits, vocabulary, largest);
  result->negative_log_likelihood = log_total - ((double)logits[target] - largest);
  result->loss = (1.0 - smoothing) * result->negative_log_likelihood +
                 (smoothing > 0 ? smoothing * log_total - uniform * sum : 0);
  if (gradient_scale == 0) return;
  float inverse = (float)(1.0 / total), spread = (float)uniform;
  for (size_t v = 0; v < vocabulary; v++)
    logits[v] = (ck_exp(logits[v] - largest) * inverse - spread) * gradient_scale;
  logits[target] -= (1.0f - smoothing) * gradient_scale;
}

CK_CLONES void ck_weighted_cross_entropy(float *restrict logits, size_t vocabulary, int32_t target,
                                         const float *restrict weights, double weight_sum,
                                         float smoothing, float gradient_scale,
                                         ck_row_loss *result) {
  CK_FAST_SUM
  float largest = largest_of(logits, vocabulary);
  double total = sum_exp(logits, vocabulary, largest), log_total = log(total);
  double sum = 0;
  if (smoothing > 0)
    for (size_t start = 0; start < vocabulary; start += 1024) {
      size_t end = start + 1024 < vocabulary ? start + 1024 : vocabulary;
      float part = 0;
      for (size_t v = start; v < end; v++)
        if (weights[v] != 0) part += weights[v] * (logits[v] - largest);
      sum += part;
    }
  double uniform = (double)smoothing / (double)vocabulary;
  double share = (1.0 - smoothing) * (double)weights[target];
  result->best = first_of(logits, vocabulary, largest);
  result->negative_log_likelihood = log_total - ((double)logits[target] - largest);
  result->loss = (share > 0 ? share * result->negative_log_likelihood : 0 * log_total) +
                 (smoothing > 0 ? uniform * (weight_sum * log_total - sum) : 0);
  if (gradient_scale == 0) return;
  float every = (float)((share + uniform * weight_sum) / total), spread = (float)uniform;
  for (size_t v = 0; v < vocabulary; v++)
    logits[v] = (ck_exp(logits[v] - largest) * every - spread * weights[v]) * gradient_scale;
  logits[target] -= (float)share * gradient_scale;
}

CK_CLONES double ck_divergence(const float *restrict x, const float *restrict y, size_t vocabulary,
                               float scale, float *restrict x_gradient,
                               float *restrict y_gradient) {
  CK_FAST_SUM
  float x_largest = largest_of(x, vocabulary), y_largest = largest_of(y, vocabulary);
  double x_total = sum_exp(x, vocabulary, x_largest), y_total = sum_exp(y, vocabulary, y_largest);
  float x_log = (float)log(x_total), y_log = (float)log(y_total);
  float x_inverse = (float)(1 / x_total), y_inverse = (float)(1 / y_total);
  // With d = log p - log q: KL(p || q) = sum p d, KL(q || p) = -sum q d.
  double from_x = 0, from_y = 0;
  for (size_t start = 0; start < vocabulary; start += 1024) {
    size_t end = start + 1024 < vocabulary ? start + 1024 : vocabulary;
    float x_part = 0, y_part = 0;
    for (size_t v = start; v < end; v++) {
      float p = ck_exp(x[v] - x_largest) * x_inverse, q = ck_exp(y[v] - y_largest) * y_inverse;
      float d = (x[v] - x_largest - x_log) - (y[v] - y_largest - y_log);
      x_gradient[v] = p;
      y_gradient[v] = q;
      x_part += p * d;
      y_part -= q * d;
    }
    from_x += x_part;
    from_y += y_part;
  }
  float x_divergence = (float)from_x, y_divergence = (float)from_y;
  for (size_t v = 0; v < vocabulary; v++) {
    float p = x_gradient[v], q = y_gradient[v];
    float d = (x[v] - x_largest - x_log) - (y[v] - y_largest - y_log);
    x_gradient[v] = scale * (p * (d - x_divergence) + p - q);
    y_gradient[v] = scale * (q * (-d - y_divergence) + q - p);
  }
  return from_x + from_y;
}

/// Puts the `count` largest values, largest first, the smaller place first in a tie, into `values` and
/// `tokens`; returns how many there are.
CK_INLINE size_t largest_candidates(const float *logits, size_t vocabulary, const int32_t *excluded,
                                    size_t excluded_count, size_t count, int32_t *tokens,
                                    float *values) {
  size_t filled = 0, block = 64;
  for (size_t start = 0; start < vocabulary; start += block) {
    size_t end = start + block < vocabulary ? start + block : vocabulary;
    // Most blocks hold nothing that enters the list: one vector comparison passes them over.
    if (filled == count) {
      float threshold = values[count - 1];
      int any = 0;
      for (size_t v = start; v < end; v++) any |= logits[v] > threshold;
      if (!any) continue;
    }
    for (size_t v = start; v < end; v++) {
      float value = logits[v];
      if (filled == count && !(value > values[count - 1])) continue;
      int skip = 0;
      for (size_t e = 0; e < excluded_count; e++) skip |= excluded[e] == (int32_t)v;
      if (skip) continue;
      size_t place = filled < count ? filled++ : count - 1;
      while (place > 0 && value > values[place - 1]) {
        values[place] = values[place - 1];
        tokens[place] = tokens[place - 1];
        place--;
      }
      values[place] = value;
      tokens[place] = (int32_t)v;
    }
  }
  return filled;
}

CK_CLONES void ck_top_candidates(const float *logits, size_t vocabulary, const int32_t *excluded,
                                 size_t excluded_count, size_t count, int32_t *tokens,
                                 float *log_probabilities, int32_t end_token,
                                 float *end_log_probability) {
  float largest = largest_of(logits, vocabulary);
  double log_total = log(sum_exp(logits, vocabulary, largest));
  size_t filled = largest_candidates(logits, vocabulary, excluded, excluded_count, count, tokens,
                                     log_probabilities);
  for (size_t i = 0; i < filled; i++)
    log_probabilities[i] = (float)((double)log_probabilities[i] - largest - log_total);
  for (size_t i = filled; i < count; i++) {
    tokens[i] = end_token;
    log_probabilities[i] = -INFINITY;
  }
  *end_log_probability = (float)((double)logits[end_token] - largest - log_total);
}

CK_CLONES void ck_top_log_probabilities(const float *log_probabilities, size_t vocabulary,
                                        const int32_t *excluded, size_t excluded_count,
                                        size_t count, int32_t *tokens, float *best,
                                        int32_t end_token) {
  size_t filled = largest_candidates(log_probabilities, vocabulary, excluded, excluded_count, count,
                                     tokens, best);
  for (size_t i = filled; i < count; i++) {
    tokens[i] = end_token;
    best[i] = -INFINITY;
  }
}

CK_CLONES int32_t ck_best_token(const float *logits, size_t vocabulary) {
  return first_of(logits, vocabulary, largest_of(logits, vocabulary));
}

CK_CLONES float ck_log_probability(const float *logits, size_t vocabulary, int32_t token) {
  float largest = largest_of(logits, vocabulary);
  double log_total = log(sum_exp(logits, vocabulary, largest));
  return (float)((double)logits[token] - largest - log_total);
}

CK_CLONES void ck_temper(float *logits, size_t vocabulary, float inverse_temperature) {
  // From the largest one downwards, so that none can become infinite and the largest stays finite.
  float largest = largest_of(logits, vocabulary);
  for (size_t v = 0; v < vocabulary; v++) logits[v] = (logits[v] - largest) * inverse_temperature;
}

CK_CLONES void ck_log_softmax(float *logits, size_t vocabulary) {
  float largest = largest_of(logits, vocabulary);
  double log_total = log(sum_exp(logits, vocabulary, largest));
  for (size_t v = 0; v < vocabulary; v++)
    logits[v] = (float)((double)logits[v] - largest - log_total);
}

CK_CLONES void ck_log_add(float *sum, const float *x, size_t count) {
  for (size_t i = 0; i < count; i++) {
    // NaN goes into one of the two, and through.
    float more = sum[i] > x[i] ? sum[i] : x[i], less = sum[i] > x[i] ? x[i] : sum[i];
    sum[i] = more == -INFINITY ? less : more + log1pf(ck_exp(less - more));
  }
}
