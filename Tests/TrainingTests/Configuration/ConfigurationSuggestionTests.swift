import Seq2SeqModels
import Seq2SeqText
import Testing

@testable import Seq2SeqTraining

@Suite struct ConfigurationSuggestionTests {
  /// The section at a key path.
  private func kind(_ path: some Sequence<String>) -> ConfigurationKey.Kind? {
    var kind = ConfigurationKey.all
    for name in path {
      guard let key = kind.keys.first(where: { $0.name == name }) else { return nil }
      kind = key.kind
    }
    return kind
  }

  @Test func everyMisspeltKeyIsRecognised() throws {
    let paths = ConfigurationKey.all.paths()
    // As near to `encoder`, or to `top_k`.
    let ambiguous = ["ecoder", "edcoder", "top_q", "top_"]
    #expect(paths.count > 60)
    for path in paths {
      let name = try #require(path.last)
      let section = Array(path.dropLast())
      let siblings = try #require(kind(section)).keys
      let words = misspellings(of: name).filter { word in
        !ambiguous.contains(word) && !siblings.contains { $0.name == word }
      }
      for misspelt in words {
        #expect(
          KeySuggestion.remedy(for: misspelt, in: section, keys: siblings)
            == "did you mean '\(name)'?", "\(misspelt) in \(section)")
      }
    }
  }

  /// One letter wrong, missing, doubled or swapped with the next, or the case or hyphens.
  private func misspellings(of name: String) -> [String] {
    let letters = Array(name)
    var words = [name.uppercased(), name.replacing("_", with: "-")]
    for index in letters.indices {
      var word = letters
      word[index] = "q"
      words.append(String(word))
      word = letters
      word.remove(at: index)
      words.append(String(word))
      word = letters
      word.insert(letters[index], at: index)
      words.append(String(word))
      if index + 1 < letters.count {
        word = letters
        word.swapAt(index, index + 1)
        words.append(String(word))
      }
    }
    return words.filter { $0 != name }
  }

  @Test func namesOfOtherToolkitsLeadToExistingKeys() throws {
    #expect(OtherToolkits.keyPaths.count > 200)
    for (name, path) in OtherToolkits.keyPaths {
      let names = path.split(separator: ".").map(String.init)
      #expect(kind(names) != nil, "\(name) leads to \(path)")
      #expect(name == name.lowercased() && !name.contains("-"))
      let error = #expect(throws: UserError.self) {
        try ConfigurationFile.parse("data: {train: a}\n\(name): 1", file: "c.yaml")
      }
      if ConfigurationKey.all.keys.contains(where: { $0.name == names.last }) {
        #expect(error?.remedy == "did you mean '\(names.last ?? "")'?")
      } else {
        #expect(error?.remedy == "did you mean '\(path)'?")
      }
      #expect(error?.line == 2)
    }
  }

  @Test func noNameIsMappedTwice() {
    // A second entry would silently win over the first.
    #expect(OtherToolkits.keyPaths.count == OtherToolkits.allNames.count)
  }

  @Test(arguments: [
    ("rnn_size", "model.hidden_size"), ("word_vec_size", "model.embedding_size"),
    ("rnn_type", "model.cell"), ("beam_width", "decoding.beam_size"),
    ("beam_alpha", "decoding.length_penalty"), ("lenpen", "decoding.length_penalty"),
    ("normalize", "decoding.length_penalty"), ("clip_norm", "training.max_gradient_norm"),
    ("clip_grad_norm", "training.max_gradient_norm"),
    ("max_grad_norm", "training.max_gradient_norm"), ("brnn", "model.encoder.bidirectional"),
    ("num_layers", "model.encoder.layers"), ("enc_layers", "model.encoder.layers"),
    ("dec_layers", "model.decoder.layers"), ("lr", "training.learning_rate"),
    ("learning-rate", "training.learning_rate"), ("src_vocab", "data.source.vocabulary_size"),
    ("batch_size", "training.batch.sentences"), ("batch_type", "training.batch.tokens"),
    ("valid", "data.validation"), ("dev", "data.validation"), ("train_steps", "training.updates"),
    ("max_output_length", "decoding.max_length"), ("word_level", "data.source.tokenizer"),
    ("label-smoothing", "training.label_smoothing"), ("dim-rnn", "model.hidden_size"),
    ("enc-depth", "model.encoder.layers"), ("mini-batch", "training.batch.sentences"),
  ])
  func wellKnownNames(name: String, path: String) {
    #expect(
      KeySuggestion.remedy(for: name, in: [], keys: ConfigurationKey.all.keys)
        == "did you mean '\(path)'?")
  }

  @Test func aVeryLongNameTakesNoTime() {
    let name = String(repeating: "a", count: 500_000)
    let error = #expect(throws: UserError.self) {
      try ConfigurationFile.parse("? \(name)\n: 1", file: "c.yaml")
    }
    #expect(error?.description.utf8.count ?? .max < 300)
  }
}
