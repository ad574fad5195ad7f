// The pointer-generator (See et al. 2017, section 2.2): a mixture of what the decoder generates and
// what it copies from the source.

#include <float.h>

#include "softmax.h"

/// log(sigmoid(x)), exact at both ends.
CK_INLINE double log_sigmoid(double x) {
  return x < 0 ? x - log1p(exp(x)) : -log1p(exp(-x));
}

/// log(exp(a) + exp(b)); NaN goes through.
CK_INLINE double log_sum(double a, double b) {
  double more = a > b ? a : b, less = a > b ? b : a;
  return more == -INFINITY ? less : more + log1p(exp(less - more));
}

/// The logarithm of a sum of attention weights, which is never 0: float32 may have lost it.
CK_INLINE double log_weight(float sum) { return log(sum < FLT_MIN ? FLT_MIN : sum); }

/// The logarithms of the shares that are generated and copied.
typedef struct {
  double generated, copied;
} log_shares;

CK_INLINE log_shares shares_of(ck_copy_row row) {
  log_shares shares = {0, -INFINITY};
  if (row.length == 0) return shares;
  shares.generated = log_sigmoid(row.gate);
  shares.copied = log_sigmoid(-(double)row.gate);
  return shares;
}

/// Adds the attention to each token up, at the first position that holds it.
CK_INLINE void add_up(ck_copy_row row, float *sums) {
  for (size_t s = 0; s < row.length; s++) sums[s] = 0;
  for (size_t s = 0; s < row.length; s++) sums[row.first[s]] += row.attention[s];
}

CK_CLONES void ck_copy_mixture(const float *restrict logits, size_t vocabulary, ck_copy_row row,
                               size_t copies, float *restrict log_probabilities) {
  float largest = largest_of(logits, vocabulary);
  double log_total = log(sum_exp(logits, vocabulary, largest));
  log_shares shares = shares_of(row);
  for (size_t v = 0; v < vocabulary; v++)
    log_probabilities[v] =
        (float)((double)logits[v] - largest - log_total + shares.generated);
  float *sums = log_probabilities + vocabulary;
  add_up(row, sums);
  for (size_t s = 0; s < row.length; s++) {
    float sum = sums[s];
    size_t token = (size_t)row.tokens[s];
    sums[s] = -INFINITY;
    if ((size_t)row.first[s] != s) continue;
    double copied = shares.copied + log_weight(sum);
    double generated =
        token < vocabulary ? (double)logits[token] - largest - log_total + shares.generated
                           : -INFINITY;
    log_probabilities[token] = (float)log_sum(generated, copied);
  }
  for (size_t s = row.length; s < copies; s++) sums[s] = -INFINITY;
}

/// The most probable number of a mixture whose attention is added up in `sums`.
CK_INLINE int32_t best_of(const float *logits, size_t vocabulary, ck_copy_row row,
                          log_shares shares, const float *sums, float largest, double log_total) {
  int32_t best = first_of(logits, vocabulary, largest);
  double most = shares.generated - log_total;
  for (size_t s = 0; s < row.length; s++) {
    if ((size_t)row.first[s] != s) continue;
    int32_t token = row.tokens[s];
    double generated =
        (size_t)token < vocabulary
            ? (double)logits[token] - largest - log_total + shares.generated
            : -INFINITY;
    double probability = log_sum(generated, shares.copied + log_weight(sums[s]));
    if (probability > most || (probability == most && token < best)) {
      most = probability;
      best = token;
    }
  }
  return best;
}

/// The sum of w[v] (logits[v] - largest), in blocks.
CK_INLINE double weighted_sum(const float *logits, size_t vocabulary, const float *weights,
                              float largest) {
  CK_FAST_SUM
  double sum = 0;
  for (size_t start = 0; start < vocabulary; start += 1024) {
    size_t end = start + 1024 < vocabulary ? start + 1024 : vocabulary;
    float part = 0;
    if (weights)
      for (size_t v = start; v < end; v++)
        part += weights[v] != 0 ? weights[v] * (logits[v] - largest) : 0;
    else
      for (size_t v = start; v < end; v++) part += logits[v] - largest;
    sum += part;
  }
  return sum;
}

CK_CLONES void ck_copy_loss(float *restrict logits, size_t vocabulary, ck_copy_row row,
                            ck_copy_target target, float gradient_scale, float *restrict scratch,
                            float *restrict attention_gradient, float *restrict gate_gradient,
                            ck_row_loss *result) {
  float largest = largest_of(logits, vocabulary);
  double total = sum_exp(logits, vocabulary, largest), log_total = log(total);
  log_shares shares = shares_of(row);
  add_up(row, scratch);
  float attention = 0;
  int is_copied = 0;
  for (size_t s = 0; s < row.length && !is_copied; s++)
    if (row.tokens[s] == target.target) {
      attention = scratch[s];
      is_copied = 1;
    }
  int is_generated = (size_t)target.target < vocabulary;
  double generated =
      is_generated ? (double)logits[target.target] - largest - log_total + shares.generated
                   : -INFINITY;
  double copied = is_copied ? shares.copied + log_weight(attention) : -INFINITY;
  double log_probability = log_sum(generated, copied);
  result->best = best_of(logits, vocabulary, row, shares, scratch, largest, log_total);
  result->negative_log_likelihood = -log_probability;
  double smoothing = target.smoothing, uniform = smoothing / (double)vocabulary;
  double share = (1.0 - smoothing) * target.target_weight;
  double weight_sum = target.weights ? target.weight_sum : (double)vocabulary;
  result->loss = (share > 0 ? share * result->negative_log_likelihood : 0 * log_total) +
                 (smoothing > 0 ? uniform * (weight_sum * log_total -
                                             weighted_sum(logits, vocabulary, target.weights,
                                                          largest))
                                : 0);
  if (gradient_scale == 0) return;
  // How probable it is that this target was generated, and how probable that it was copied.
  double by_generating = is_generated ? exp(generated - log_probability) : 0;
  double by_copying = is_copied ? exp(copied - log_probability) : 0;
  float every = (float)((share * by_generating + uniform * weight_sum) / total);
  float spread = (float)uniform;
  if (target.weights)
    for (size_t v = 0; v < vocabulary; v++)
      logits[v] = (ck_exp(logits[v] - largest) * every - spread * target.weights[v]) *
                  gradient_scale;
  else
    for (size_t v = 0; v < vocabulary; v++)
      logits[v] = (ck_exp(logits[v] - largest) * every - spread) * gradient_scale;
  if (is_generated) logits[target.target] -= (float)(share * by_generating) * gradient_scale;
  if (row.length == 0) return;
  if (is_copied) {
    float sum = attention < FLT_MIN ? FLT_MIN : attention;
    float step = (float)(share * by_copying / sum) * gradient_scale;
    for (size_t s = 0; s < row.length; s++)
      if (row.tokens[s] == target.target) attention_gradient[s] -= step;
  }
  *gate_gradient += (float)(share * (exp(shares.generated) - by_generating)) * gradient_scale;
}
