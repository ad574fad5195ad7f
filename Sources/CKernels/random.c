#include "dispatch.h"

CK_INLINE void philox_round(uint32_t *c0, uint32_t *c1, uint32_t *c2, uint32_t *c3, uint32_t k0,
                            uint32_t k1) {
  uint64_t product0 = (uint64_t)0xD2511F53u * *c0, product1 = (uint64_t)0xCD9E8D57u * *c2;
  uint32_t n0 = (uint32_t)(product1 >> 32) ^ *c1 ^ k0, n2 = (uint32_t)(product0 >> 32) ^ *c3 ^ k1;
  *c1 = (uint32_t)product1;
  *c3 = (uint32_t)product0;
  *c0 = n0;
  *c2 = n2;
}

CK_INLINE void philox(uint32_t *c0, uint32_t *c1, uint32_t *c2, uint32_t *c3, uint32_t k0,
                      uint32_t k1) {
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; round++) {
    philox_round(c0, c1, c2, c3, k0, k1);
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
}

void ck_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
  for (int i = 0; i < 4; i++) out[i] = counter[i];
  philox(&out[0], &out[1], &out[2], &out[3], key[0], key[1]);
}

/// 24 random bits as a float in [0, 1).
CK_INLINE float unit(uint32_t word) { return (float)(int32_t)(word >> 8) * 0x1p-24f; }

/// Four words for each index / 4; the counter is (index / 4, stream, update), the key the seed.
CK_INLINE void words(uint64_t block, uint32_t stream, uint64_t update, uint64_t seed,
                     uint32_t out[4]) {
  uint32_t c0 = (uint32_t)block, c1 = stream, c2 = (uint32_t)update, c3 = (uint32_t)(update >> 32);
  philox(&c0, &c1, &c2, &c3, (uint32_t)seed, (uint32_t)(seed >> 32));
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

CK_CLONES void ck_dropout_mask(float *mask, size_t count, float rate, uint64_t seed,
                               uint64_t update, uint32_t stream) {
  float keep = 1.0f / (1.0f - rate);
  size_t blocks = count / 4;
  for (size_t block = 0; block < blocks; block++) {
    uint32_t w[4];
    words(block, stream, update, seed, w);
    for (int i = 0; i < 4; i++) mask[block * 4 + (size_t)i] = unit(w[i]) < rate ? 0.0f : keep;
  }
  if (blocks * 4 < count) {
    uint32_t w[4];
    words(blocks, stream, update, seed, w);
    for (size_t i = blocks * 4; i < count; i++) mask[i] = unit(w[i % 4]) < rate ? 0.0f : keep;
  }
}

void ck_uniform(float *out, size_t count, float bound, uint64_t seed, uint32_t stream) {
  for (size_t block = 0; block * 4 < count; block++) {
    uint32_t w[4];
    words(block, stream, UINT64_MAX, seed, w);
    for (size_t i = block * 4; i < block * 4 + 4 && i < count; i++)
      out[i] = (2.0f * unit(w[i % 4]) - 1.0f) * bound;
  }
}
