// The shim over oneDNN's C API: what differs between its versions 2 and 3 stays in here.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The number format of what is multiplied.
typedef enum {
  ODN_FLOAT32,  ///< float32 times float32 to float32
  ODN_BFLOAT16, ///< bfloat16 times bfloat16 to float32
  ODN_INT8      ///< uint8 times int8 to int32
} odn_format;

/// What a product begins with.
typedef enum {
  ODN_NOTHING, ///< zeros
  ODN_SUM,     ///< what y holds
  ODN_BIAS     ///< one row of float32, the same for all rows of y
} odn_start;

/// y [rows, columns] = or += x [rows, depth] times packed weights, for one fixed shape. Holds the
/// primitive and its memory handles, so it belongs to one thread.
typedef struct odn_product odn_product;

/// Makes a product of `rows` rows, with weights in the layout for `tile` rows, and by the same code. The rows
/// of x lie `leading` numbers apart, those of y `stride`. Null if oneDNN refuses.
odn_product *odn_product_create(odn_format format, size_t tile, size_t rows, size_t columns,
                                size_t depth, size_t leading, size_t stride, odn_start start);
void odn_product_destroy(odn_product *product);

/// Bytes of the packed weights. The layout depends on format, columns, depth, leading and stride.
size_t odn_product_packed_size(const odn_product *product);

/// Whether the packed weights can be divided into columns, at multiples of 64.
bool odn_product_is_divisible(const odn_product *product);

/// Where packed weights lie, in words of 32 bits: blocks of `block_words` words in depth by `block_columns` columns, word
/// after word, each for all columns of the block; the next block of columns, or of depth, is a stride away. A word is a
/// float32, or two bfloat16 that follow each other in depth.
typedef struct {
  size_t block_columns, block_words;
  size_t column_stride, depth_stride;
} odn_layout;

/// Whether the packed weights lie like that, and how.
bool odn_product_layout(const odn_product *product, odn_layout *layout);

/// Packs some columns: weights [columns, depth] (or, transposed, [depth, columns]) in the format's type, whose
/// rows lie `leading` numbers apart, in the place of the columns from `first_column` on. Returns false if
/// oneDNN fails.
bool odn_product_pack(const odn_product *product, const void *weights, size_t leading,
                      bool transposed, size_t first_column, size_t columns, void *packed);
/// `bias` [columns] is read by a product that begins with it alone.
bool odn_product_execute(odn_product *product, const void *x, const void *packed,
                         const float *bias, void *y);

/// sum [n, k] = or += y^T x for y [rows, n], rows `leading` apart, and x [rows, k], in float32 on the
/// calling thread.
bool odn_outer_product(const float *y, size_t leading, const float *x, size_t rows, size_t n,
                       size_t k, bool accumulate, float *sum);

/// From now on the calling thread's products run on this thread alone.
void odn_use_one_thread(void);

/// "2.6.3", as loaded.
void odn_version(int *major, int *minor, int *patch);

#ifdef __cplusplus
}
#endif
