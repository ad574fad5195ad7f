#ifndef CSENTENCEPIECE_H
#define CSENTENCEPIECE_H

// SentencePiece behind plain C: what Seq2SeqText needs of it, and no exception that crosses.
// A function that can fail returns NULL, or a message for csp_free.

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A model that is ready to cut text. Any number of threads may use one at a time.
typedef struct csp_model csp_model;

/// The pieces of a text: their bytes one after the other, and where each ends.
typedef struct {
  uint8_t *bytes;
  size_t *ends;
  size_t count;
} csp_pieces;

/// Trains a model from lines `WORD<TAB>COUNT`; `model` is for csp_free. The same lines give the same model.
char *csp_train(
    const char *type, int32_t size, const uint8_t *lines, size_t length, uint8_t **model,
    size_t *model_length);

/// Opens a serialized model.
char *csp_open(const uint8_t *bytes, size_t length, csp_model **model);
void csp_close(csp_model *model);

/// The model's best cut of a text; `bytes` and `ends` are for csp_free.
char *csp_encode(const csp_model *model, const uint8_t *text, size_t length, csp_pieces *pieces);

void csp_free(void *memory);

#ifdef __cplusplus
}
#endif

#endif
