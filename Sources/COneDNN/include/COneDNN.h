// The shim over oneDNN's C API: what differs between its versions 2 and 3 stays in here.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// y [rows, columns] = or += x [rows, depth] times packed weights, for one fixed shape. Holds the
/// primitive and its memory handles, so it belongs to one thread.
typedef struct odn_product odn_product;

/// Makes a product; null if oneDNN refuses. The rows of y lie `stride` floats apart.
odn_product *odn_product_create(size_t rows, size_t columns, size_t depth, size_t stride,
                                bool accumulate);
void odn_product_destroy(odn_product *product);

/// Bytes of the packed weights. The layout depends on columns, depth and stride only.
size_t odn_product_packed_size(const odn_product *product);

/// Packs weights [columns, depth] (or, transposed, [depth, columns]) whose rows lie `leading` floats
/// apart. Returns false if oneDNN fails.
bool odn_product_pack(const odn_product *product, const float *weights, size_t leading,
                      bool transposed, void *packed);
bool odn_product_execute(odn_product *product, const float *x, const void *packed, float *y);

/// sum [n, k] += y^T x for y [rows, n] and x [rows, k], on the calling thread.
bool odn_add_outer_product(const float *y, const float *x, size_t rows, size_t n, size_t k,
                           float *sum);

/// From now on the calling thread's products run on this thread alone.
void odn_use_one_thread(void);

/// "2.6.3", as loaded.
void odn_version(int *major, int *minor, int *patch);

#ifdef __cplusplus
}
#endif
