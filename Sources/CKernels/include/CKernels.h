// Fused float32 kernels: everything that costs time per element and is not a matrix product.
//
// Tensors are dense and row-major. Sequences are time-major: row t * B + b is sentence b at time t.
// On x86-64 each function is compiled for AVX-512, AVX2 and the baseline, and the loader picks one.
// A row's result never depends on the rows beside it.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The instruction set that the kernels run with: "x86-64-v4", "x86-64-v3", "baseline" or "arm64".
const char *ck_instruction_set(void);

// ---- recurrent.c

/// One LSTM step. `gates` [rows, 4H] holds the pre-activations in the order i, f, g, o and receives the
/// activations. Rows with time >= lengths[row] keep their state. `lengths` may be null.
void ck_lstm_forward(float *gates, const float *cell_previous, const float *hidden_previous,
                     float *cell, float *hidden, const int32_t *lengths, int32_t time,
                     size_t rows, size_t hidden_size);

/// The gradient of `ck_lstm_forward`: `gates_gradient` [rows, 4H] is assigned, the gradients of the
/// previous states are added to.
void ck_lstm_backward(const float *gates, const float *cell_previous, const float *cell,
                      const float *hidden_gradient, const float *cell_gradient,
                      float *gates_gradient, float *cell_previous_gradient,
                      float *hidden_previous_gradient, const int32_t *lengths, int32_t time,
                      size_t rows, size_t hidden_size);

/// One step of a plain tanh RNN. `gates` [rows, H] holds the pre-activations and receives the new states.
void ck_rnn_forward(float *gates, const float *hidden_previous, float *hidden,
                    const int32_t *lengths, int32_t time, size_t rows, size_t hidden_size);

/// The gradient of `ck_rnn_forward`: `gates_gradient` is assigned, that of the previous state added to.
void ck_rnn_backward(const float *hidden, const float *hidden_gradient, float *gates_gradient,
                     float *hidden_previous_gradient, const int32_t *lengths, int32_t time,
                     size_t rows, size_t hidden_size);

/// One GRU step. `gates` [rows, 3H] holds the input's part of the pre-activations in the order r, z, n
/// and receives the activations; `recurrent` [rows, 3H] holds the state's part, to whose n part `bias`
/// [H] is added.
void ck_gru_forward(float *gates, const float *recurrent, const float *bias,
                    const float *hidden_previous, float *hidden, const int32_t *lengths,
                    int32_t time, size_t rows, size_t hidden_size);

/// The gradient of `ck_gru_forward`: the gradients of `gates` and `recurrent` are assigned, those of the
/// bias and of the previous state are added to.
void ck_gru_backward(const float *gates, const float *recurrent, const float *bias,
                     const float *hidden_previous, const float *hidden_gradient,
                     float *gates_gradient, float *recurrent_gradient, float *bias_gradient,
                     float *hidden_previous_gradient, const int32_t *lengths, int32_t time,
                     size_t rows, size_t hidden_size);

// ---- normalization.c

/// y += gain * (x - mean) / standard deviation, over each of the `groups` parts of `size` numbers of a
/// row; `gain` [groups * size].
void ck_add_normalized(const float *x, const float *gain, float *y, size_t rows, size_t groups,
                       size_t size);
/// The gradient of `ck_add_normalized`, added to those of x and of the gain.
void ck_add_normalized_backward(const float *x, const float *gain, const float *y_gradient,
                                float *x_gradient, float *gain_gradient, size_t rows,
                                size_t groups, size_t size);

// ---- attention.c  (sentence[row] says whose source states a row looks at; B counts sentences)

/// scores[row, s] = query[row] . keys[s, sentence[row]] for s < lengths[sentence[row]].
void ck_attention_scores(const float *query, const float *keys, const int32_t *sentence,
                         const int32_t *lengths, float *scores, size_t rows, size_t source_time,
                         size_t batch, size_t size);
void ck_attention_scores_backward(const float *query, const float *keys, const int32_t *sentence,
                                  const int32_t *lengths, const float *scores_gradient,
                                  float *query_gradient, float *keys_gradient, size_t rows,
                                  size_t source_time, size_t batch, size_t size);

/// scores[row, s] = sum over j of weight[j] * tanh(query[row, j] + keys[s, sentence[row], j]) for
/// s < lengths[sentence[row]]. The way back works tanh out anew, and adds to all three gradients.
void ck_additive_scores(const float *query, const float *keys, const float *weight,
                        const int32_t *sentence, const int32_t *lengths, float *scores, size_t rows,
                        size_t source_time, size_t batch, size_t size);
void ck_additive_scores_backward(const float *query, const float *keys, const float *weight,
                                 const int32_t *sentence, const int32_t *lengths,
                                 const float *scores_gradient, float *query_gradient,
                                 float *keys_gradient, float *weight_gradient, size_t rows,
                                 size_t source_time, size_t batch, size_t size);

/// Softmax over the first lengths[sentence[row]] scores of each row; the rest becomes 0.
void ck_masked_softmax(const float *scores, const int32_t *sentence, const int32_t *lengths,
                       float *weights, size_t rows, size_t source_time);
void ck_masked_softmax_backward(const float *weights, const float *weights_gradient,
                                const int32_t *sentence, const int32_t *lengths,
                                float *scores_gradient, size_t rows, size_t source_time);

/// context[row] = sum over s of weights[row, s] * values[s, sentence[row]].
void ck_weighted_sum(const float *weights, const float *values, const int32_t *sentence,
                     const int32_t *lengths, float *context, size_t rows, size_t source_time,
                     size_t batch, size_t size);
void ck_weighted_sum_backward(const float *weights, const float *values, const int32_t *sentence,
                              const int32_t *lengths, const float *context_gradient,
                              float *weights_gradient, float *values_gradient, size_t rows,
                              size_t source_time, size_t batch, size_t size);

// ---- softmax.c

/// What one row of logits says about its target.
typedef struct {
  double loss;                   ///< smoothed cross-entropy
  double negative_log_likelihood;///< without smoothing
  int32_t best;                  ///< the most probable token
} ck_row_loss;

/// Smoothed cross-entropy of one row: (1 - e) * nll + e / V * sum of -log p. If `gradient_scale` is not
/// 0 the logits are replaced by the gradient times that scale.
void ck_cross_entropy(float *logits, size_t vocabulary, int32_t target, float smoothing,
                      float gradient_scale, ck_row_loss *result);

/// The same where an error at token v counts weights[v], whose sum is `weight_sum`:
/// (1 - e) * weights[target] * nll + e / V * sum of -weights[v] log p[v].
void ck_weighted_cross_entropy(float *logits, size_t vocabulary, int32_t target,
                               const float *weights, double weight_sum, float smoothing,
                               float gradient_scale, ck_row_loss *result);

/// KL(p || q) + KL(q || p) of p = softmax(x) and q = softmax(y). `x_gradient` and `y_gradient` become its gradient
/// times `scale`.
double ck_divergence(const float *x, const float *y, size_t vocabulary, float scale,
                     float *x_gradient, float *y_gradient);

/// The `count` most probable tokens of a row of logits, most probable first, the smaller id first in a
/// tie; tokens in `excluded` (ascending) are passed over. Returns log-probabilities over all V tokens.
void ck_top_candidates(const float *logits, size_t vocabulary, const int32_t *excluded,
                       size_t excluded_count, size_t count, int32_t *tokens,
                       float *log_probabilities, int32_t end_token, float *end_log_probability);

/// The same for what are log-probabilities already, which are returned as they are.
void ck_top_log_probabilities(const float *log_probabilities, size_t vocabulary,
                              const int32_t *excluded, size_t excluded_count, size_t count,
                              int32_t *tokens, float *best, int32_t end_token);

/// The place of the largest logit, the first in a tie; 0 where none is a number.
int32_t ck_best_token(const float *logits, size_t vocabulary);

/// The natural-log probability of one token of a row of logits, to the bit as `ck_top_candidates` says.
float ck_log_probability(const float *logits, size_t vocabulary, int32_t token);

/// Multiplies logits by the inverse of a temperature, and moves the largest to 0.
void ck_temper(float *logits, size_t vocabulary, float inverse_temperature);

/// Replaces a row of logits by its log-probabilities, to the bit as `ck_top_candidates` says.
void ck_log_softmax(float *logits, size_t vocabulary);

/// sum = log(exp(sum) + exp(x)).
void ck_log_add(float *sum, const float *x, size_t count);

// ---- copying.c

/// What one row may copy: its attention over the source, and under which number each position of the
/// source is copied: one below V, or V plus the first position that holds the same token.
typedef struct {
  const float *attention;///< [length]
  const int32_t *tokens; ///< [length]
  const int32_t *first;  ///< the first position that holds the same token [length]
  size_t length;         ///< of the source; 0: there is nothing to copy
  float gate;            ///< the logit of the share that is generated
} ck_copy_row;

/// Log-probabilities [V + copies] of the mixture g softmax(logits) + (1 - g) attention, with g the
/// sigmoid of the gate, or 1 if there is nothing to copy; -inf for numbers that the row does not have.
void ck_copy_mixture(const float *logits, size_t vocabulary, ck_copy_row row, size_t copies,
                     float *log_probabilities);

/// What the target counts and how the loss is smoothed.
typedef struct {
  int32_t target;       ///< below V + length
  double target_weight; ///< what an error at it counts
  const float *weights; ///< what errors at each token count [V]; null: 1
  double weight_sum;    ///< their sum
  float smoothing;
} ck_copy_target;

/// -(1 - e) * target_weight * log P(target) + e / V * sum of -weights[v] log softmax(logits)[v] for the
/// mixture P. If `gradient_scale` is not 0 the logits are replaced by the gradient times that scale, and
/// those of the attention and the gate are added to. `scratch` has room for `length` numbers.
void ck_copy_loss(float *logits, size_t vocabulary, ck_copy_row row, ck_copy_target target,
                  float gradient_scale, float *scratch, float *attention_gradient,
                  float *gate_gradient, ck_row_loss *result);

// ---- elementwise.c

void ck_fill_rows(const float *row, float *out, size_t rows, size_t columns);
void ck_add(const float *x, float *out, size_t count);
void ck_scale(float *x, float factor, size_t count);
void ck_add_constant(float *x, float constant, size_t count);
void ck_multiply(const float *x, const float *y, float *out, size_t count);
void ck_multiply_add(const float *x, const float *y, float *out, size_t count);
void ck_tanh(const float *x, float *out, size_t count);
void ck_tanh_backward(const float *y, const float *y_gradient, float *x_gradient, size_t count);
/// out[column] += sum of the rows of x.
void ck_add_column_sums(const float *x, float *out, size_t rows, size_t columns);
void ck_gather_rows(const float *table, const int32_t *rows, float *out, size_t count,
                    size_t columns);
/// out[r] += table[rows[r]].
void ck_add_gathered_rows(const float *table, const int32_t *rows, float *out, size_t count,
                          size_t columns);
void ck_scatter_add_rows(const float *x, const int32_t *rows, float *table, size_t count,
                         size_t columns);
/// out[r, offset + c] = x[r, c] for an `out` of `out_columns` columns, and the way back, added.
void ck_place_columns(const float *x, float *out, size_t rows, size_t columns, size_t out_columns,
                      size_t offset);
void ck_add_columns(const float *x, float *out, size_t rows, size_t columns, size_t x_columns,
                    size_t offset);

// ---- formats.c

/// Whether the processor multiplies bfloat16, or 8-bit integers, faster than float32.
bool ck_has_bfloat16(void);
bool ck_has_int8(void);
/// The nearest bfloat16, the even one in a tie; not a number stays that.
void ck_to_bfloat16(const float *x, uint16_t *out, size_t count);

// ---- packing.c
//
// A weight matrix W [columns, depth] as products read it: blocks of `block_words` words of 32 bits in depth by
// `block_columns` columns, word after word, each for all columns of the block side by side. A word is one float32, or two
// bfloat16 that follow each other in depth, the first in the low half. What a block has past the matrix is zeros.

/// Where the blocks lie: a step of one block of columns, or of depth, is so many words.
typedef struct {
  size_t block_columns, block_words;
  size_t column_stride, depth_stride;
} ck_packed_layout;

/// Packs weights [columns, depth], or transposed [depth, columns], rows `leading` numbers apart.
void ck_pack_float32(const float *weights, size_t leading, bool transposed, size_t columns,
                     size_t depth, ck_packed_layout layout, uint32_t *packed);
/// The same, rounded to bfloat16.
void ck_pack_bfloat16(const float *weights, size_t leading, bool transposed, size_t columns,
                      size_t depth, ck_packed_layout layout, uint32_t *packed);

/// The same for x [depth, columns] that is in bfloat16 already.
void ck_pack_halves(const uint16_t *x, size_t leading, size_t depth, size_t columns,
                    ck_packed_layout layout, uint32_t *packed);
/// out [columns, end] = y [rows, columns] turned, the rows of y `leading` numbers apart; zeros past the last.
void ck_turn_halves(const uint16_t *y, size_t leading, size_t rows, size_t columns, uint16_t *out,
                    size_t end);

// ---- int8.c
//
// A quantized number is an integer from -127 to 127 times a scale, which all numbers of a row share: the
// largest of them by magnitude divided by 127. The scale is 0 for a row of zeros, and NaN for a row that
// holds a number that is not finite, so that whatever is multiplied with it is NaN.

/// Quantizes the left side of products, each row by itself. Integers are moved up by 128.
void ck_quantize_rows(const float *x, size_t rows, size_t columns, uint8_t *out, float *scales);
/// The same with the integers as float32, not moved.
void ck_quantize_rows_to_float(const float *x, size_t rows, size_t columns, float *out,
                               float *scales);
/// Quantizes one row of weights whose largest magnitude is taken to be `clipping` times what it is; larger
/// ones become that. Returns the scale.
float ck_quantize_weights(const float *weights, size_t count, float clipping, int8_t *out);
/// out[i] = values[i] * scale.
void ck_dequantize(const int8_t *values, float scale, float *out, size_t count);
/// The sum modulo 2^32.
int32_t ck_sum_int8(const int8_t *values, size_t count);
/// out[i] = row rows[i] of a quantized table.
void ck_gather_quantized_rows(const int8_t *table, const float *scales, const int32_t *rows,
                              float *out, size_t count, size_t columns);
/// What quantized weights change: the sum over the samples [sample_count, count] of the squared change of
/// their product with the row or, without samples, the sum of the squared changes of its weights.
double ck_quantization_error(const float *weights, const int8_t *values, float scale, size_t count,
                             const float *samples, size_t sample_count);

/// The right side's part in a product of quantized numbers.
typedef struct {
  const float *scales;        ///< of each column of the result
  const int32_t *weight_sums; ///< the sum of the integers that went into each
} ck_int8_columns;

/// y = start + the product [rows, columns] whose sums over integers are given. Rows of y are `y_stride` numbers
/// apart, those of `start` `start_stride`: 0 for one that is the same for all; it is nothing, or y, or apart from y.
void ck_scale_int8_product(const int32_t *sums, const float *row_scales, ck_int8_columns right,
                           const float *start, size_t start_stride, float *y, size_t y_stride,
                           size_t rows, size_t columns);
/// The same for sums over integers that were not moved up, in float32.
void ck_scale_float_product(const float *sums, const float *row_scales, ck_int8_columns right,
                            const float *start, size_t start_stride, float *y, size_t y_stride,
                            size_t rows, size_t columns);

// ---- random.c

/// Philox 4x32-10 (Salmon et al. 2011): four words for a counter and a key.
void ck_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);
/// mask[i] = 0 with probability `rate`, else 1 / (1 - rate); keyed by (seed, update, stream, i).
void ck_dropout_mask(float *mask, size_t count, float rate, uint64_t seed, uint64_t update,
                     uint32_t stream);
/// Uniform in [-bound, bound), keyed like the mask.
void ck_uniform(float *out, size_t count, float bound, uint64_t seed, uint32_t stream);

// ---- optimizer.c

/// average += share * (x - average).
void ck_move_average(float *average, const float *x, float share, size_t count);
double ck_sum_of_squares(const float *x, size_t count);
/// Adam (Kingma and Ba 2015, algorithm 1). The step sizes hold the bias corrections.
void ck_adam(float *weights, const float *gradient, float *first_moment, float *second_moment,
             size_t count, float gradient_scale, float learning_rate, float beta1, float beta2,
             float epsilon, float first_correction, float second_correction);
/// Adam after weights *= keep (Loshchilov and Hutter 2019, algorithm 2).
void ck_adamw(float *weights, const float *gradient, float *first_moment, float *second_moment,
              size_t count, float gradient_scale, float learning_rate, float beta1, float beta2,
              float epsilon, float first_correction, float second_correction, float keep);
/// weights -= rate * g.
void ck_sgd(float *weights, const float *gradient, size_t count, float gradient_scale,
            float learning_rate);
/// velocity = momentum * velocity + g; weights -= rate * velocity.
void ck_sgd_momentum(float *weights, const float *gradient, float *velocity, size_t count,
                     float gradient_scale, float learning_rate, float momentum);
/// squares += g^2; weights -= rate * g / (sqrt(squares) + epsilon).
void ck_adagrad(float *weights, const float *gradient, float *squares, size_t count,
                float gradient_scale, float learning_rate, float epsilon);
/// squares moves to g^2, step = sqrt(steps + epsilon) / sqrt(squares + epsilon) * g, steps moves to
/// step^2, both by 1 - rho; weights -= rate * step.
void ck_adadelta(float *weights, const float *gradient, float *squares, float *steps, size_t count,
                 float gradient_scale, float learning_rate, float rho, float epsilon);
/// squares moves to g^2 by 1 - alpha; weights -= rate * g / (sqrt(squares) + epsilon).
void ck_rmsprop(float *weights, const float *gradient, float *squares, size_t count,
                float gradient_scale, float learning_rate, float alpha, float epsilon);
/// The same with velocity = momentum * velocity + g / (sqrt(squares) + epsilon).
void ck_rmsprop_momentum(float *weights, const float *gradient, float *squares, float *velocity,
                         size_t count, float gradient_scale, float learning_rate, float alpha,
                         float epsilon, float momentum);

#ifdef __cplusplus
}
#endif
