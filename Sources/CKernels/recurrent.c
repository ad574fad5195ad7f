#include "activation.h"

CK_CLONES void ck_lstm_forward(float *gates, const float *cell_previous,
                               const float *hidden_previous, float *cell, float *hidden,
                               const int32_t *lengths, int32_t time, size_t rows,
                               size_t hidden_size) {
  CK_CONTRACT
  for (size_t row = 0; row < rows; row++) {
    float *restrict g = gates + row * 4 * hidden_size;
    const float *restrict before = cell_previous + row * hidden_size;
    float *restrict c = cell + row * hidden_size;
    float *restrict h = hidden + row * hidden_size;
    if (lengths && time >= lengths[row]) {
      memcpy(c, before, hidden_size * sizeof(float));
      memcpy(h, hidden_previous + row * hidden_size, hidden_size * sizeof(float));
      continue;
    }
    CK_APART
    for (size_t j = 0; j < hidden_size; j++) {
      float input = ck_sigmoid(g[j]);
      float forget = ck_sigmoid(g[hidden_size + j]);
      float candidate = ck_tanh_one(g[2 * hidden_size + j]);
      float output = ck_sigmoid(g[3 * hidden_size + j]);
      float state = forget * before[j] + input * candidate;
      g[j] = input;
      g[hidden_size + j] = forget;
      g[2 * hidden_size + j] = candidate;
      g[3 * hidden_size + j] = output;
      c[j] = state;
      h[j] = output * ck_tanh_one(state);
    }
  }
}

CK_CLONES void ck_lstm_backward(const float *gates, const float *cell_previous, const float *cell,
                                const float *hidden_gradient, const float *cell_gradient,
                                float *gates_gradient, float *cell_previous_gradient,
                                float *hidden_previous_gradient, const int32_t *lengths,
                                int32_t time, size_t rows, size_t hidden_size) {
  CK_CONTRACT
  for (size_t row = 0; row < rows; row++) {
    const float *restrict g = gates + row * 4 * hidden_size;
    const float *restrict before = cell_previous + row * hidden_size;
    const float *restrict c = cell + row * hidden_size;
    const float *restrict dh = hidden_gradient + row * hidden_size;
    const float *restrict dc = cell_gradient + row * hidden_size;
    float *restrict dg = gates_gradient + row * 4 * hidden_size;
    float *restrict dbefore = cell_previous_gradient + row * hidden_size;
    if (lengths && time >= lengths[row]) {
      float *restrict dhbefore = hidden_previous_gradient + row * hidden_size;
      memset(dg, 0, 4 * hidden_size * sizeof(float));
      CK_APART
      for (size_t j = 0; j < hidden_size; j++) {
        dbefore[j] += dc[j];
        dhbefore[j] += dh[j];
      }
      continue;
    }
    CK_APART
    for (size_t j = 0; j < hidden_size; j++) {
      float input = g[j], forget = g[hidden_size + j];
      float candidate = g[2 * hidden_size + j], output = g[3 * hidden_size + j];
      float squashed = ck_tanh_one(c[j]);
      float dstate = dc[j] + dh[j] * output * (1.0f - squashed * squashed);
      dg[j] = dstate * candidate * input * (1.0f - input);
      dg[hidden_size + j] = dstate * before[j] * forget * (1.0f - forget);
      dg[2 * hidden_size + j] = dstate * input * (1.0f - candidate * candidate);
      dg[3 * hidden_size + j] = dh[j] * squashed * output * (1.0f - output);
      dbefore[j] += dstate * forget;
    }
  }
}

CK_CLONES void ck_rnn_forward(float *gates, const float *hidden_previous, float *hidden,
                              const int32_t *lengths, int32_t time, size_t rows,
                              size_t hidden_size) {
  CK_CONTRACT
  for (size_t row = 0; row < rows; row++) {
    float *restrict g = gates + row * hidden_size;
    float *restrict h = hidden + row * hidden_size;
    if (lengths && time >= lengths[row]) {
      memcpy(h, hidden_previous + row * hidden_size, hidden_size * sizeof(float));
      continue;
    }
    CK_APART
    for (size_t j = 0; j < hidden_size; j++) {
      float state = ck_tanh_one(g[j]);
      g[j] = state;
      h[j] = state;
    }
  }
}

CK_CLONES void ck_rnn_backward(const float *hidden, const float *hidden_gradient,
                               float *gates_gradient, float *hidden_previous_gradient,
                               const int32_t *lengths, int32_t time, size_t rows,
                               size_t hidden_size) {
  CK_CONTRACT
  for (size_t row = 0; row < rows; row++) {
    const float *restrict h = hidden + row * hidden_size;
    const float *restrict dh = hidden_gradient + row * hidden_size;
    float *restrict dg = gates_gradient + row * hidden_size;
    if (lengths && time >= lengths[row]) {
      float *restrict dbefore = hidden_previous_gradient + row * hidden_size;
      memset(dg, 0, hidden_size * sizeof(float));
      CK_APART
      for (size_t j = 0; j < hidden_size; j++) dbefore[j] += dh[j];
      continue;
    }
    CK_APART
    for (size_t j = 0; j < hidden_size; j++) dg[j] = dh[j] * (1.0f - h[j] * h[j]);
  }
}

CK_CLONES void ck_gru_forward(float *gates, const float *recurrent, const float *bias,
                              const float *hidden_previous, float *hidden, const int32_t *lengths,
                              int32_t time, size_t rows, size_t hidden_size) {
  CK_CONTRACT
  for (size_t row = 0; row < rows; row++) {
    float *restrict g = gates + row * 3 * hidden_size;
    const float *restrict u = recurrent + row * 3 * hidden_size;
    const float *restrict before = hidden_previous + row * hidden_size;
    float *restrict h = hidden + row * hidden_size;
    if (lengths && time >= lengths[row]) {
      memcpy(h, before, hidden_size * sizeof(float));
      continue;
    }
    CK_APART
    for (size_t j = 0; j < hidden_size; j++) {
      float reset = ck_sigmoid(g[j] + u[j]);
      float update = ck_sigmoid(g[hidden_size + j] + u[hidden_size + j]);
      float memory = u[2 * hidden_size + j] + bias[j];
      float candidate = ck_tanh_one(g[2 * hidden_size + j] + reset * memory);
      g[j] = reset;
      g[hidden_size + j] = update;
      g[2 * hidden_size + j] = candidate;
      h[j] = candidate + update * (before[j] - candidate);
    }
  }
}

CK_CLONES void ck_gru_backward(const float *gates, const float *recurrent, const float *bias,
                               const float *hidden_previous, const float *hidden_gradient,
                               float *gates_gradient, float *recurrent_gradient,
                               float *bias_gradient, float *hidden_previous_gradient,
                               const int32_t *lengths, int32_t time, size_t rows,
                               size_t hidden_size) {
  CK_CONTRACT
  for (size_t row = 0; row < rows; row++) {
    const float *restrict g = gates + row * 3 * hidden_size;
    const float *restrict u = recurrent + row * 3 * hidden_size;
    const float *restrict before = hidden_previous + row * hidden_size;
    const float *restrict dh = hidden_gradient + row * hidden_size;
    float *restrict dg = gates_gradient + row * 3 * hidden_size;
    float *restrict du = recurrent_gradient + row * 3 * hidden_size;
    float *restrict dbefore = hidden_previous_gradient + row * hidden_size;
    if (lengths && time >= lengths[row]) {
      memset(dg, 0, 3 * hidden_size * sizeof(float));
      memset(du, 0, 3 * hidden_size * sizeof(float));
      CK_APART
      for (size_t j = 0; j < hidden_size; j++) dbefore[j] += dh[j];
      continue;
    }
    CK_APART
    for (size_t j = 0; j < hidden_size; j++) {
      float reset = g[j], update = g[hidden_size + j], candidate = g[2 * hidden_size + j];
      float memory = u[2 * hidden_size + j] + bias[j];
      float dcandidate = dh[j] * (1.0f - update) * (1.0f - candidate * candidate);
      float dmemory = dcandidate * reset;
      float dreset = dcandidate * memory * reset * (1.0f - reset);
      float dupdate = dh[j] * (before[j] - candidate) * update * (1.0f - update);
      dg[j] = dreset;
      dg[hidden_size + j] = dupdate;
      dg[2 * hidden_size + j] = dcandidate;
      du[j] = dreset;
      du[hidden_size + j] = dupdate;
      du[2 * hidden_size + j] = dmemory;
      bias_gradient[j] += dmemory;
      dbefore[j] += dh[j] * update;
    }
  }
}
