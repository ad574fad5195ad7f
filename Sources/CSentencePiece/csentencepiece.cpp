#include "csentencepiece.h"

#include <cstdlib>
#include <cstring>

namespace {

char *message(const char *text) {
  char *copy = strdup(text);
  // Without memory for a message there is none for anything else either.
  if (copy == nullptr) std::abort();
  return copy;
}

}  // namespace

void csp_free(void *memory) { std::free(memory); }

#if __has_include(<sentencepiece_processor.h>)

#include <sentencepiece_processor.h>
#include <sentencepiece_trainer.h>

#include <exception>
#include <new>
#include <string>
#include <unordered_map>
#include <vector>

struct csp_model {
  sentencepiece::SentencePieceProcessor processor;
};

namespace {

/// Runs a function that returns a status, and turns whatever goes wrong into a message.
template <typename Body>
char *guarded(Body body) {
  try {
    const sentencepiece::util::Status status = body();
    return status.ok() ? nullptr : message(status.error_message());
  } catch (const std::exception &error) {
    return message(error.what());
  } catch (...) {
    return message("unknown exception");
  }
}

template <typename Element>
Element *allocate(size_t count) {
  void *memory = std::malloc(count > 0 ? count * sizeof(Element) : 1);
  if (memory == nullptr) throw std::bad_alloc();
  return static_cast<Element *>(memory);
}

/// Lines of a buffer, one after the other.
class Lines : public sentencepiece::SentenceIterator {
 public:
  Lines(const char *start, size_t length) : rest_(start), end_(start + length) { Next(); }

  bool done() const override { return is_done_; }

  void Next() override {
    is_done_ = rest_ == end_;
    if (is_done_) return;
    const void *newline = std::memchr(rest_, '\n', static_cast<size_t>(end_ - rest_));
    const char *line_end = newline == nullptr ? end_ : static_cast<const char *>(newline);
    value_.assign(rest_, line_end);
    rest_ = newline == nullptr ? end_ : line_end + 1;
  }

  const std::string &value() const override { return value_; }

  sentencepiece::util::Status status() const override { return sentencepiece::util::Status(); }

 private:
  const char *rest_;
  const char *end_;
  std::string value_;
  bool is_done_ = false;
};

}  // namespace

char *csp_train(
    const char *type, int32_t size, const uint8_t *lines, size_t length, uint8_t **model,
    size_t *model_length) {
  return guarded([&] {
    const std::unordered_map<std::string, std::string> options = {
        {"model_type", type},
        {"vocab_size", std::to_string(size)},
        // A text with fewer pieces than were asked for gets as many as it has.
        {"hard_vocab_limit", "false"},
        {"byte_fallback", "true"},
        {"input_format", "tsv"},
        {"normalization_rule_name", "identity"},
        {"bos_id", "-1"},
        {"eos_id", "-1"},
        {"max_sentence_length", "1000000"},
        // Sums over words are added in one order.
        {"num_threads", "1"},
        {"shuffle_input_sentence", "false"},
        // Nothing but what ends the program is printed.
        {"minloglevel", "3"},
    };
    Lines sentences(reinterpret_cast<const char *>(lines), length);
    std::string serialized;
    const auto status =
        sentencepiece::SentencePieceTrainer::Train(options, &sentences, &serialized);
    if (status.ok()) {
      *model = allocate<uint8_t>(serialized.size());
      std::memcpy(*model, serialized.data(), serialized.size());
      *model_length = serialized.size();
    }
    return status;
  });
}

char *csp_open(const uint8_t *bytes, size_t length, csp_model **model) {
  csp_model *opened = nullptr;
  char *problem = guarded([&] {
    opened = new csp_model();
    return opened->processor.LoadFromSerializedProto(
        std::string_view(reinterpret_cast<const char *>(bytes), length));
  });
  if (problem == nullptr) {
    *model = opened;
  } else {
    delete opened;
  }
  return problem;
}

void csp_close(csp_model *model) { delete model; }

char *csp_encode(const csp_model *model, const uint8_t *text, size_t length, csp_pieces *pieces) {
  pieces->bytes = nullptr;
  pieces->ends = nullptr;
  pieces->count = 0;
  return guarded([&] {
    std::vector<std::string> found;
    const auto status = model->processor.Encode(
        std::string_view(reinterpret_cast<const char *>(text), length), &found);
    if (!status.ok()) return status;
    size_t total = 0;
    for (const auto &piece : found) total += piece.size();
    pieces->bytes = allocate<uint8_t>(total);
    pieces->ends = allocate<size_t>(found.size());
    size_t end = 0;
    for (const auto &piece : found) {
      std::memcpy(pieces->bytes + end, piece.data(), piece.size());
      end += piece.size();
      pieces->ends[pieces->count++] = end;
    }
    return status;
  });
}

#else  // The library is not there, as on iOS: all but bpe and unigram works.

namespace {

char *missing() {
  return message("this program was built without the library: install it and build again");
}

}  // namespace

char *csp_train(
    const char *, int32_t, const uint8_t *, size_t, uint8_t **, size_t *) {
  return missing();
}

char *csp_open(const uint8_t *, size_t, csp_model **) { return missing(); }

void csp_close(csp_model *) {}

char *csp_encode(const csp_model *, const uint8_t *, size_t, csp_pieces *pieces) {
  *pieces = csp_pieces();
  return missing();
}

#endif
