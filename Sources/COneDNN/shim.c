#if defined(__linux__)
#define _GNU_SOURCE
#include "COneDNN.h"

#include <dlfcn.h>
#include <oneapi/dnnl/dnnl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

// In version 2 descriptors are values, in version 3 they are handles.
#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t owned_desc;
typedef const_dnnl_memory_desc_t desc_ref;
#define REF(d) (d)
#else
typedef dnnl_memory_desc_t owned_desc;
typedef const dnnl_memory_desc_t *desc_ref;
#define REF(d) (&(d))
#endif

struct odn_product {
  dnnl_data_type_t input;
  // The code is generated when it first runs: what only packs weights never needs it.
  dnnl_primitive_desc_t matmul;
  dnnl_primitive_t primitive;
  dnnl_stream_t stream;
  dnnl_memory_t x, weights, bias, y;
  owned_desc packed;
  size_t columns, depth;
};

static dnnl_engine_t engine;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static void make_engine(void) {
  if (dnnl_engine_create(&engine, dnnl_cpu, 0) != dnnl_success) engine = NULL;
}

static dnnl_data_type_t left_type(odn_format format) {
  return format == ODN_FLOAT32 ? dnnl_f32 : format == ODN_BFLOAT16 ? dnnl_bf16 : dnnl_u8;
}

static dnnl_data_type_t right_type(odn_format format) {
  return format == ODN_FLOAT32 ? dnnl_f32 : format == ODN_BFLOAT16 ? dnnl_bf16 : dnnl_s8;
}

static bool make_desc(owned_desc *desc, dnnl_data_type_t type, size_t rows, size_t columns,
                      size_t row_stride, size_t column_stride) {
  dnnl_dims_t dims = {(dnnl_dim_t)rows, (dnnl_dim_t)columns};
  dnnl_dims_t strides = {(dnnl_dim_t)row_stride, (dnnl_dim_t)column_stride};
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_memory_desc_create_with_strides(desc, 2, dims, type, strides) == dnnl_success;
#else
  return dnnl_memory_desc_init_by_strides(desc, 2, dims, type, strides) == dnnl_success;
#endif
}

static bool make_any_desc(owned_desc *desc, dnnl_data_type_t type, size_t rows, size_t columns) {
  dnnl_dims_t dims = {(dnnl_dim_t)rows, (dnnl_dim_t)columns};
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_memory_desc_create_with_tag(desc, 2, dims, type, dnnl_format_tag_any) ==
         dnnl_success;
#else
  return dnnl_memory_desc_init_by_tag(desc, 2, dims, type, dnnl_format_tag_any) == dnnl_success;
#endif
}

static bool copy_desc(owned_desc *to, desc_ref from) {
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_memory_desc_clone(to, from) == dnnl_success;
#else
  *to = *from;
  return true;
#endif
}

static void release_desc(owned_desc *desc) {
#if DNNL_VERSION_MAJOR >= 3
  if (*desc) dnnl_memory_desc_destroy(*desc);
#else
  (void)desc;
#endif
}

/// `bias` may be null.
static bool make_matmul(dnnl_primitive_desc_t *result, desc_ref x, desc_ref weights, desc_ref bias,
                        desc_ref y, bool accumulate) {
  dnnl_primitive_attr_t attributes;
  if (dnnl_primitive_attr_create(&attributes) != dnnl_success) return false;
  bool ok = true;
  if (accumulate) {
    dnnl_post_ops_t post;
    ok = dnnl_post_ops_create(&post) == dnnl_success;
    if (ok) {
#if DNNL_VERSION_MAJOR >= 3
      ok = dnnl_post_ops_append_sum(post, 1.0f, 0, dnnl_data_type_undef) == dnnl_success;
#else
      ok = dnnl_post_ops_append_sum(post, 1.0f) == dnnl_success;
#endif
      ok = ok && dnnl_primitive_attr_set_post_ops(attributes, post) == dnnl_success;
      dnnl_post_ops_destroy(post);
    }
  }
#if DNNL_VERSION_MAJOR >= 3
  ok = ok && dnnl_matmul_primitive_desc_create(result, engine, x, weights, bias, y, attributes) ==
                 dnnl_success;
#else
  dnnl_matmul_desc_t operation;
  ok = ok && dnnl_matmul_desc_init(&operation, x, weights, bias, y) == dnnl_success;
  ok = ok && dnnl_primitive_desc_create(result, &operation, attributes, engine, NULL) ==
                 dnnl_success;
#endif
  dnnl_primitive_attr_destroy(attributes);
  return ok;
}

// libgomp comes with oneDNN; asking for its functions by name keeps it out of our own link line.
static int thread_limit(void) {
  int (*get_threads)(void) = (int (*)(void))dlsym(RTLD_DEFAULT, "omp_get_max_threads");
  return get_threads ? get_threads() : 1;
}

static void set_thread_limit(int threads) {
  void (*set_threads)(int) = (void (*)(int))dlsym(RTLD_DEFAULT, "omp_set_num_threads");
  if (set_threads) set_threads(threads);
}

/// Streams and memory handles for a product that has its primitive's description.
static bool finish(odn_product *product, desc_ref x, desc_ref y) {
  return dnnl_stream_create(&product->stream, engine, dnnl_stream_default_flags) ==
             dnnl_success &&
         dnnl_memory_create(&product->x, x, engine, DNNL_MEMORY_NONE) == dnnl_success &&
         dnnl_memory_create(&product->weights, REF(product->packed), engine, DNNL_MEMORY_NONE) ==
             dnnl_success &&
         dnnl_memory_create(&product->y, y, engine, DNNL_MEMORY_NONE) == dnnl_success;
}

static bool have_same_code(const_dnnl_primitive_desc_t one, const_dnnl_primitive_desc_t other) {
  const char *names[2] = {NULL, NULL};
  return dnnl_primitive_desc_query(one, dnnl_query_impl_info_str, 0, &names[0]) ==
             dnnl_success &&
         dnnl_primitive_desc_query(other, dnnl_query_impl_info_str, 0, &names[1]) ==
             dnnl_success &&
         strcmp(names[0], names[1]) == 0;
}

odn_product *odn_product_create(odn_format format, size_t tile, size_t rows, size_t columns,
                                size_t depth, size_t leading, size_t stride, odn_start start) {
  pthread_once(&once, make_engine);
  odn_product *product = calloc(1, sizeof *product);
  if (!engine || !product) return free(product), NULL;
  // The layout that oneDNN picks depends on how many threads it sees. It must be the same where
  // room is made for weights and where they are packed and used.
  int threads = thread_limit();
  set_thread_limit(1);
  product->columns = columns;
  product->depth = depth;
  product->input = right_type(format);
  dnnl_data_type_t result = format == ODN_INT8 ? dnnl_s32 : dnnl_f32;
  owned_desc whole_x = {0}, any = {0}, whole_y = {0}, x = {0}, y = {0}, bias = {0};
  dnnl_primitive_desc_t whole = NULL, other = NULL;
  bool ok = make_desc(&whole_x, left_type(format), tile, depth, leading, 1) &&
            make_any_desc(&any, right_type(format), depth, columns) &&
            make_desc(&whole_y, result, tile, columns, stride, 1) &&
            make_matmul(&whole, REF(whole_x), REF(any), NULL, REF(whole_y), false);
  ok = ok && copy_desc(&product->packed,
                       dnnl_primitive_desc_query_md(whole, dnnl_query_weights_md, 0));
  ok = ok && make_desc(&x, left_type(format), rows, depth, leading, 1) &&
       make_desc(&y, result, rows, columns, stride, 1);
  if (ok && start == ODN_BIAS)
    ok = make_desc(&bias, dnnl_f32, 1, columns, columns, 1) &&
         dnnl_memory_create(&product->bias, REF(bias), engine, DNNL_MEMORY_NONE) == dnnl_success;
  // The layout that suits plain whole tiles also serves all others, so that they share weights.
  if (ok && (start != ODN_NOTHING || rows != tile))
    ok = make_matmul(&other, REF(x), REF(product->packed), start == ODN_BIAS ? REF(bias) : NULL,
                     REF(y), start == ODN_SUM);
  if (ok && rows != tile) ok = have_same_code(whole, other);
  ok = ok && finish(product, REF(x), REF(y));
  product->matmul = other ? other : whole;
  if (other && whole) dnnl_primitive_desc_destroy(whole);
  release_desc(&whole_x);
  release_desc(&any);
  release_desc(&whole_y);
  release_desc(&x);
  release_desc(&y);
  release_desc(&bias);
  set_thread_limit(threads);
  if (ok) return product;
  odn_product_destroy(product);
  return NULL;
}

void odn_product_destroy(odn_product *product) {
  if (!product) return;
  if (product->x) dnnl_memory_destroy(product->x);
  if (product->weights) dnnl_memory_destroy(product->weights);
  if (product->bias) dnnl_memory_destroy(product->bias);
  if (product->y) dnnl_memory_destroy(product->y);
  if (product->primitive) dnnl_primitive_destroy(product->primitive);
  if (product->matmul) dnnl_primitive_desc_destroy(product->matmul);
  if (product->stream) dnnl_stream_destroy(product->stream);
  release_desc(&product->packed);
  free(product);
}

size_t odn_product_packed_size(const odn_product *product) {
  return dnnl_memory_desc_get_size(REF(product->packed));
}

// Layouts are made of blocks; a part that begins at a multiple of this begins with a block.
enum { part_step = 64 };

/// A part of the packed weights, in its place.
static bool make_part(owned_desc *part, const odn_product *product, size_t first_depth,
                      size_t depth, size_t first_column, size_t columns) {
  dnnl_dims_t dims = {(dnnl_dim_t)depth, (dnnl_dim_t)columns};
  dnnl_dims_t offsets = {(dnnl_dim_t)first_depth, (dnnl_dim_t)first_column};
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_memory_desc_create_submemory(part, product->packed, dims, offsets) == dnnl_success;
#else
  return dnnl_memory_desc_init_submemory(part, &product->packed, dims, offsets) == dnnl_success;
#endif
}

bool odn_product_is_divisible(const odn_product *product) {
  owned_desc first = {0}, second = {0};
  bool ok = product->columns > part_step &&
            make_part(&first, product, 0, product->depth, 0, part_step) &&
            make_part(&second, product, 0, product->depth, part_step,
                      product->columns - part_step);
  release_desc(&first);
  release_desc(&second);
  return ok;
}

/// What a blocked layout is made of: the numbers to the next block in depth and in columns, and the blocks from the
/// outermost to the innermost, of which each is in depth (0) or in columns (1).
typedef struct {
  int count;
  const dnnl_dim_t *strides, *sizes, *dimensions;
} blocking;

static bool query_blocking(const odn_product *product, blocking *result) {
#if DNNL_VERSION_MAJOR >= 3
  dnnl_dims_t *strides = NULL, *sizes = NULL, *dimensions = NULL;
  dnnl_format_kind_t kind = dnnl_format_kind_undef;
  bool ok =
      dnnl_memory_desc_query(product->packed, dnnl_query_format_kind, &kind) == dnnl_success &&
      kind == dnnl_blocked &&
      dnnl_memory_desc_query(product->packed, dnnl_query_strides, &strides) == dnnl_success &&
      dnnl_memory_desc_query(product->packed, dnnl_query_inner_nblks_s32, &result->count) ==
          dnnl_success &&
      dnnl_memory_desc_query(product->packed, dnnl_query_inner_blks, &sizes) == dnnl_success &&
      dnnl_memory_desc_query(product->packed, dnnl_query_inner_idxs, &dimensions) == dnnl_success;
  if (!ok || !strides || !sizes || !dimensions) return false;
  result->strides = *strides;
  result->sizes = *sizes;
  result->dimensions = *dimensions;
  return true;
#else
  const dnnl_blocking_desc_t *known = &product->packed.format_desc.blocking;
  *result = (blocking){known->inner_nblks, known->strides, known->inner_blks, known->inner_idxs};
  return product->packed.format_kind == dnnl_blocked;
#endif
}

bool odn_product_layout(const odn_product *product, odn_layout *layout) {
  blocking b;
  bool is_half = product->input == dnnl_bf16;
  if ((!is_half && product->input != dnnl_f32) || !query_blocking(product, &b)) return false;
  bool is_known = b.count == (is_half ? 3 : 2) && b.dimensions[0] == 0 && b.dimensions[1] == 1 &&
                  (!is_half || (b.dimensions[2] == 0 && b.sizes[2] == 2));
  if (!is_known) return false;
  size_t numbers_in_word = is_half ? 2 : 1;
  *layout = (odn_layout){(size_t)b.sizes[1], (size_t)b.sizes[0],
                         (size_t)b.strides[1] / numbers_in_word,
                         (size_t)b.strides[0] / numbers_in_word};
  return true;
}

static bool reorder(const odn_product *product, desc_ref from_desc, const void *from_numbers,
                    desc_ref to_desc, void *to_numbers) {
  dnnl_memory_t from = NULL, to = NULL;
  dnnl_primitive_desc_t desc = NULL;
  dnnl_primitive_t primitive = NULL;
  bool ok =
      dnnl_memory_create(&from, from_desc, engine, (void *)from_numbers) == dnnl_success &&
      dnnl_memory_create(&to, to_desc, engine, to_numbers) == dnnl_success &&
      dnnl_reorder_primitive_desc_create(&desc, from_desc, engine, to_desc, engine, NULL) ==
          dnnl_success &&
      dnnl_primitive_create(&primitive, desc) == dnnl_success;
  dnnl_exec_arg_t arguments[2] = {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}};
  ok = ok && dnnl_primitive_execute(primitive, product->stream, 2, arguments) == dnnl_success;
  if (primitive) dnnl_primitive_destroy(primitive);
  if (desc) dnnl_primitive_desc_destroy(desc);
  if (from) dnnl_memory_destroy(from);
  if (to) dnnl_memory_destroy(to);
  return ok;
}

bool odn_product_pack(const odn_product *product, const void *weights, size_t leading,
                      bool transposed, size_t first_column, size_t columns, void *packed) {
  // What does not fill a block is packed by itself: one odd row makes oneDNN ten times as slow in all.
  bool divisible = odn_product_is_divisible(product);
  size_t depth_step = divisible ? product->depth / part_step * part_step : 0;
  size_t column_step = divisible ? columns / part_step * part_step : 0;
  if (!depth_step) depth_step = product->depth;
  if (!column_step) column_step = columns;
  size_t size = dnnl_data_type_size(product->input);
  bool ok = true;
  for (size_t d = 0; ok && d < product->depth; d += depth_step) {
    for (size_t c = 0; ok && c < columns; c += column_step) {
      size_t deep = d + depth_step > product->depth ? product->depth - d : depth_step;
      size_t wide = c + column_step > columns ? columns - c : column_step;
      owned_desc plain = {0}, part = {0};
      // oneDNN sees the weights as [depth, columns]; ours are [columns, depth] unless transposed.
      ok = make_desc(&plain, product->input, deep, wide, transposed ? leading : 1,
                     transposed ? 1 : leading) &&
           make_part(&part, product, d, deep, first_column + c, wide);
      size_t start = transposed ? d * leading + c : c * leading + d;
      ok = ok && reorder(product, REF(plain), (const char *)weights + start * size, REF(part),
                         packed);
      release_desc(&plain);
      release_desc(&part);
    }
  }
  return ok;
}

bool odn_product_execute(odn_product *product, const void *x, const void *packed,
                         const float *bias, void *y) {
  if (!product->primitive &&
      dnnl_primitive_create(&product->primitive, product->matmul) != dnnl_success)
    return false;
  bool ok = dnnl_memory_set_data_handle(product->x, (void *)x) == dnnl_success &&
            dnnl_memory_set_data_handle(product->weights, (void *)packed) == dnnl_success &&
            dnnl_memory_set_data_handle(product->y, y) == dnnl_success;
  if (product->bias)
    ok = ok && dnnl_memory_set_data_handle(product->bias, (void *)bias) == dnnl_success;
  dnnl_exec_arg_t arguments[4] = {{DNNL_ARG_SRC, product->x},
                                  {DNNL_ARG_WEIGHTS, product->weights},
                                  {DNNL_ARG_DST, product->y},
                                  {DNNL_ARG_BIAS, product->bias}};
  return ok && dnnl_primitive_execute(product->primitive, product->stream,
                                      product->bias ? 4 : 3, arguments) == dnnl_success;
}

bool odn_outer_product(const float *y, size_t leading, const float *x, size_t rows, size_t n,
                       size_t k, bool accumulate, float *sum) {
  return dnnl_sgemm('T', 'N', (dnnl_dim_t)n, (dnnl_dim_t)k, (dnnl_dim_t)rows, 1.0f, y,
                    (dnnl_dim_t)leading, x, (dnnl_dim_t)k, accumulate ? 1.0f : 0.0f, sum,
                    (dnnl_dim_t)k) == dnnl_success;
}

void odn_use_one_thread(void) { set_thread_limit(1); }

void odn_version(int *major, int *minor, int *patch) {
  const dnnl_version_t *version = dnnl_version();
  *major = version->major;
  *minor = version->minor;
  *patch = version->patch;
}
#endif
