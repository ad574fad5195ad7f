#include "formats.h"

// Sixteen words, a register of the widest processors; on others the compiler makes do with several.
typedef uint32_t words __attribute__((vector_size(64), aligned(4)));
enum { lanes = 16 };

// One stage of a transposition: of 16 rows those `step` apart change blocks of `step` words.
#define EXCHANGE(step)                                                                             \
  for (size_t i = 0; i < lanes; i++) {                                                             \
    if (i & step) continue;                                                                        \
    words a = rows[i], b = rows[i + step];                                                         \
    rows[i] = __builtin_shufflevector(a, b, LOW_##step);                                           \
    rows[i + step] = __builtin_shufflevector(a, b, HIGH_##step);                                   \
  }
#define LOW_8 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23
#define HIGH_8 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31
#define LOW_4 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27
#define HIGH_4 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31
#define LOW_2 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29
#define HIGH_2 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31
#define LOW_1 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30
#define HIGH_1 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31

CK_INLINE void transpose(words rows[lanes]) {
  _Pragma("clang loop unroll(full)") EXCHANGE(8)
  _Pragma("clang loop unroll(full)") EXCHANGE(4)
  _Pragma("clang loop unroll(full)") EXCHANGE(2)
  _Pragma("clang loop unroll(full)") EXCHANGE(1)
}

CK_INLINE uint32_t float_word(const float *x) {
  uint32_t bits;
  memcpy(&bits, x, sizeof bits);
  return bits;
}

CK_INLINE uint32_t pair_word(float low, float high) {
  return bfloat16(low) | (uint32_t)bfloat16(high) << 16;
}

typedef enum {
  as_float32,
  as_bfloat16,
  // By the processor's own instruction; ck_to_bfloat16 says in what it differs.
  as_native_bfloat16
} rounding;

// What is packed.
typedef struct {
  const float *weights;
  size_t leading, columns, depth;
  bool transposed;
  rounding rounding;
} matrix;

CK_INLINE size_t numbers_in_word(matrix m) { return m.rounding == as_float32 ? 1 : 2; }

CK_INLINE float number(matrix m, size_t column, size_t depth) {
  if (column >= m.columns || depth >= m.depth) return 0;
  return m.weights[m.transposed ? depth * m.leading + column : column * m.leading + depth];
}

/// A block at the edge of the matrix, or of an unusual size: number by number.
CK_INLINE void pack_edge(matrix m, size_t column, size_t depth, ck_packed_layout layout,
                         uint32_t *restrict out) {
  for (size_t w = 0; w < layout.block_words; w++) {
    for (size_t c = 0; c < layout.block_columns; c++) {
      float first = number(m, column + c, depth + w * numbers_in_word(m));
      out[w * layout.block_columns + c] =
          m.rounding == as_float32
              ? float_word(&first)
              : pair_word(first, number(m, column + c, depth + 2 * w + 1));
    }
  }
}

#ifdef CK_NATIVE_BFLOAT16
CK_NATIVE_BFLOAT16 static inline void round_natively(const float *x, words *out) {
  __m512bh pairs = _mm512_cvtne2ps_pbh(_mm512_loadu_ps(x + lanes), _mm512_loadu_ps(x));
  memcpy(out, &pairs, sizeof pairs);
}
CK_NATIVE_BFLOAT16 static inline void pair_natively(const float *low, const float *high, uint32_t *out) {
  __m512i halves = (__m512i)_mm512_cvtne2ps_pbh(_mm512_loadu_ps(high), _mm512_loadu_ps(low));
  __m512i low_places = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  __m512i places = _mm512_or_si512(
      low_places, _mm512_slli_epi32(_mm512_add_epi32(low_places, _mm512_set1_epi32(16)), 16));
  _mm512_storeu_si512(out, _mm512_permutexvar_epi16(places, halves));
}
#endif

/// A whole block of 16 words; its rows of columns lie in memory as they are packed.
CK_INLINE void pack_rows(matrix m, size_t column, size_t depth, size_t block_columns,
                         uint32_t *restrict out) {
  for (size_t w = 0; w < lanes; w++) {
    const float *restrict row =
        m.weights + (depth + w * numbers_in_word(m)) * m.leading + column;
    uint32_t *restrict to = out + w * block_columns;
#ifdef CK_NATIVE_BFLOAT16
    if (m.rounding == as_native_bfloat16) {
      for (size_t c = 0; c < block_columns; c += lanes)
        pair_natively(row + c, row + c + m.leading, to + c);
      continue;
    }
#endif
    for (size_t c = 0; c < block_columns; c++)
      to[c] = m.rounding == as_float32 ? float_word(row + c)
                                       : pair_word(row[c], row[c + m.leading]);
  }
}

/// Sixteen words of numbers that lie side by side.
CK_INLINE void load_words(const float *restrict x, rounding rounding, words *restrict out) {
  if (rounding == as_float32) {
    memcpy(out, x, sizeof *out);
#ifdef CK_NATIVE_BFLOAT16
  } else if (rounding == as_native_bfloat16) {
    round_natively(x, out);
#endif
  } else {
    uint16_t pairs[2 * lanes];
    for (size_t i = 0; i < 2 * lanes; i++) pairs[i] = bfloat16(x[i]);
    memcpy(out, pairs, sizeof pairs);
  }
}

/// Sixteen columns of whole blocks of 16 words; the numbers of a column lie side by side, and have to be
/// turned. Few columns at a time, so that the processor sees how they go on.
CK_INLINE void pack_columns(matrix m, size_t column, ck_packed_layout layout,
                            uint32_t *restrict out) {
  size_t block_depth = lanes * numbers_in_word(m);
  for (size_t depth = 0; depth + block_depth <= m.depth;
       depth += block_depth, out += layout.depth_stride) {
    words rows[lanes];
    for (size_t i = 0; i < lanes; i++) {
      const float *from = m.weights + (column + i) * m.leading + depth;
      load_words(from, m.rounding, &rows[i]);
    }
    transpose(rows);
    for (size_t i = 0; i < lanes; i++)
      memcpy(out + i * layout.block_columns, &rows[i], sizeof rows[i]);
  }
}

CK_INLINE void pack(matrix m, ck_packed_layout layout, uint32_t *restrict packed) {
  size_t block_depth = layout.block_words * numbers_in_word(m);
  bool is_usual = layout.block_words == lanes && layout.block_columns % lanes == 0;
  for (size_t column = 0; column < m.columns; column += layout.block_columns) {
    uint32_t *out = packed + column / layout.block_columns * layout.column_stride;
    bool has_all_columns = is_usual && column + layout.block_columns <= m.columns;
    if (has_all_columns && !m.transposed)
      for (size_t c = 0; c < layout.block_columns; c += lanes)
        pack_columns(m, column + c, layout, out + c);
    for (size_t depth = 0; depth < m.depth; depth += block_depth, out += layout.depth_stride) {
      if (!has_all_columns || depth + block_depth > m.depth)
        pack_edge(m, column, depth, layout, out);
      else if (m.transposed)
        pack_rows(m, column, depth, layout.block_columns, out);
    }
  }
}

CK_CLONES void ck_pack_float32(const float *weights, size_t leading, bool transposed,
                               size_t columns, size_t depth, ck_packed_layout layout,
                               uint32_t *packed) {
  pack((matrix){weights, leading, columns, depth, transposed, as_float32}, layout, packed);
}

CK_CLONES static void pack_bfloat16(matrix m, ck_packed_layout layout, uint32_t *packed) {
  m.rounding = as_bfloat16;
  pack(m, layout, packed);
}

#ifdef CK_NATIVE_BFLOAT16
CK_NATIVE_BFLOAT16 static void pack_natively(matrix m, ck_packed_layout layout, uint32_t *packed) {
  m.rounding = as_native_bfloat16;
  pack(m, layout, packed);
}
#endif

void ck_pack_bfloat16(const float *weights, size_t leading, bool transposed, size_t columns,
                      size_t depth, ck_packed_layout layout, uint32_t *packed) {
  matrix m = {weights, leading, columns, depth, transposed, as_bfloat16};
#ifdef CK_NATIVE_BFLOAT16
  if (ck_has_bfloat16()) return pack_natively(m, layout, packed);
#endif
  pack_bfloat16(m, layout, packed);
}

/// Two rows of bfloat16 as one of words, the second row in the high halves.
CK_INLINE void pair_rows(const uint16_t *restrict low, const uint16_t *restrict high, size_t count,
                         uint32_t *restrict out) {
  for (size_t c = 0; c < count; c++) out[c] = low[c] | (uint32_t)high[c] << 16;
}

CK_CLONES void ck_pack_halves(const uint16_t *restrict x, size_t leading, size_t rows,
                              size_t columns, ck_packed_layout layout, uint32_t *restrict packed) {
  for (size_t column = 0; column < columns; column += layout.block_columns) {
    uint32_t *out = packed + column / layout.block_columns * layout.column_stride;
    size_t known = columns - column < layout.block_columns ? columns - column : layout.block_columns;
    for (size_t row = 0; row < rows; row += 2 * layout.block_words, out += layout.depth_stride) {
      for (size_t w = 0; w < layout.block_words; w++) {
        uint32_t *to = out + w * layout.block_columns;
        const uint16_t *from = x + (row + 2 * w) * leading + column;
        size_t there = 0;
        if (row + 2 * w + 1 < rows) {
          pair_rows(from, from + leading, known, to);
          there = known;
        } else if (row + 2 * w < rows) {
          for (; there < known; there++) to[there] = from[there];
        }
        for (; there < layout.block_columns; there++) to[there] = 0;
      }
    }
  }
}

// Thirty-two bfloat16.
typedef uint16_t halves __attribute__((vector_size(64), aligned(2)));

/// The first of sixteen columns that come out of pairing two rows by fours, `FOURS(0)` or `FOURS(4)`: processors pair faster
/// within sixteen bytes.
#define FOURS(k)                                                                                   \
  k, k + 32, k + 1, k + 33, k + 2, k + 34, k + 3, k + 35, k + 8, k + 40, k + 9, k + 41, k + 10,    \
      k + 42, k + 11, k + 43, k + 16, k + 48, k + 17, k + 49, k + 18, k + 50, k + 19, k + 51,      \
      k + 24, k + 56, k + 25, k + 57, k + 26, k + 58, k + 27, k + 59

/// Writes sixteen columns that were paired by fours, each with what it has of `count` numbers.
CK_INLINE void write_columns(const words columns[lanes], uint16_t *restrict out, size_t leading,
                             size_t count) {
  for (size_t i = 0; i < lanes; i++) {
    uint16_t *to = out + (i / 4 * 8 + i % 4) * leading;
    if (count == 2 * lanes)
      memcpy(to, &columns[i], sizeof columns[i]);
    else
      memcpy(to, &columns[i], count * sizeof *to);
  }
}

enum { wide = 2 * lanes };

/// Turns 32 rows of 32 columns, and writes the first `count` numbers of each column.
CK_INLINE void turn_block(const uint16_t *restrict y, size_t leading, uint16_t *restrict out,
                          size_t out_leading, size_t count) {
  words first[lanes], second[lanes];
  _Pragma("clang loop unroll(full)") for (size_t i = 0; i < lanes; i++) {
    const uint16_t *from = y + 2 * i * leading;
    halves low, high;
    memcpy(&low, from, sizeof low);
    memcpy(&high, from + leading, sizeof high);
    first[i] = (words)__builtin_shufflevector(low, high, FOURS(0));
    second[i] = (words)__builtin_shufflevector(low, high, FOURS(4));
  }
  transpose(first);
  write_columns(first, out, out_leading, count);
  transpose(second);
  write_columns(second, out + 4 * out_leading, out_leading, count);
}

CK_CLONES void ck_turn_halves(const uint16_t *restrict y, size_t leading, size_t rows,
                              size_t columns, uint16_t *restrict out, size_t end) {
  for (size_t row = 0; row < end; row += wide) {
    size_t count = end - row < wide ? end - row : wide;
    size_t there = rows < row ? 0 : rows - row < wide ? rows - row : wide;
    size_t column = 0;
    for (; column + wide <= columns; column += wide) {
      const uint16_t *from = y + row * leading + column;
      uint16_t *to = out + column * end + row;
      if (there == wide && count == wide) {
        turn_block(from, leading, to, end, wide);
        continue;
      }
      uint16_t rest[wide * wide] = {0};
      for (size_t r = 0; r < there; r++)
        memcpy(rest + r * wide, from + r * leading, wide * sizeof *rest);
      turn_block(rest, wide, to, end, count);
    }
    for (; column < columns; column++)
      for (size_t r = row; r < row + count; r++)
        out[column * end + r] = r < rows ? y[r * leading + column] : 0;
  }
}
