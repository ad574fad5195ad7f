import Seq2SeqTensors
import Seq2SeqText

/// Finds the values of a model's parameters among the tensors of a PyTorch module.
///
/// Gates lie in PyTorch's order in both. What differs: PyTorch has two biases for each gate, which are
/// added up here but where a cell keeps the second apart (`recurrentBias`); its first decoder layer has one
/// `weight_ih` for all its inputs side by side; and its embeddings are in the order of its own vocabulary.
struct PyTorchWeights {
  private var tensors: StateDictionary
  private let parameters: [Parameter]
  private let tie: TieEmbeddings
  private let sourceRows: VocabularyFile
  private let targetRows: VocabularyFile

  /// What a symbol's logit is that PyTorch's model does not have: its probability is 0 in float32.
  private static let never: Float = -10_000

  init(
    _ file: SafeTensorsFile, parameters: [Parameter], tie: TieEmbeddings,
    sourceRows: VocabularyFile, targetRows: VocabularyFile
  ) {
    tensors = StateDictionary(file)
    self.parameters = parameters
    self.tie = tie
    self.sourceRows = sourceRows
    self.targetRows = targetRows
  }

  /// The values of each parameter. Errors: `UserError` that names all tensors that are wrong.
  mutating func read() throws -> [[Float]] {
    let values = try parameters.map { try self.values(of: $0) }
    try tensors.check()
    return values.compactMap(\.self)
  }

  /// The values of a parameter; nil if its tensors are wrong.
  private mutating func values(of parameter: Parameter) throws -> [Float]? {
    let path = parameter.name.split(separator: ".").map(String.init)
    let shape = [parameter.rows, parameter.columns]
    switch path[0] + "." + path[1] {
    case "encoder.embedding", "decoder.embedding", "embedding.weight":
      return table(parameter)
    case "decoder.projection":
      return path[2] == "weight" ? table(parameter) : projectionBias(parameter)
    case "decoder.attention":
      switch path[2] {
      case "bias": return attentionBias(parameter)
      case "keyWeight": return tensors.required("decoder.attention.key.weight", shape)
      case "queryWeight": return tensors.required("decoder.attention.query.weight", shape)
      case "scoreWeight":
        // It shifts all scores of a row, which the softmax does not see.
        tensors.ignore("decoder.attention.score.bias")
        return tensors.required("decoder.attention.score.weight", shape)
      default: throw unknown(parameter)
      }
    case "decoder.combine":
      return columns(
        of: parameter, among: ["contextWeight", "hiddenWeight"], in: "decoder.combine.weight")
    case _ where path[0] == "bridge" && path.count == 4:
      return bridge(parameter, side: path[2], layer: path[1].dropFirst("layer".count))
    case _ where path[1].hasPrefix("layer"):
      return try recurrent(parameter, path)
    default: throw unknown(parameter)
    }
  }

  private func unknown(_ parameter: Parameter) -> UserError {
    UserError(
      .usage, "\(parameter.name) has no counterpart in PyTorch's layers",
      remedy: "set the key of the configuration that it belongs to back to its default")
  }

  // MARK: - Vocabularies

  /// An embedding or the projection's weight, whose rows are brought into our vocabulary's order.
  private mutating func table(_ parameter: Parameter) -> [Float]? {
    let isSource = parameter.name.hasPrefix("encoder.")
    let vocabulary = isSource ? sourceRows : targetRows
    let tied: [String] =
      switch tie {
      case .target where !isSource: ["decoder.embedding.weight", "decoder.projection.weight"]
      case .all:
        ["encoder.embedding.weight", "decoder.embedding.weight", "decoder.projection.weight"]
      default: [parameter.name]
      }
    // Tied matrices may be there once or several times.
    let present = tied.filter(tensors.holds)
    let shape = [vocabulary.rowCount, parameter.columns]
    let found = (present.isEmpty ? [tied[0]] : present).map { tensors.required($0, shape) }
    guard let values = found[0] else { return nil }
    for (name, other) in zip(present, found).dropFirst() where other != values && other != nil {
      tensors.report("\(present[0]) and \(name) differ, though model.tie_embeddings ties them")
    }
    return vocabulary.rows.flatMap { row in
      row.map { Array(values[$0 * parameter.columns..<($0 + 1) * parameter.columns]) }
        ?? [Float](repeating: 0, count: parameter.columns)
    }
  }

  private mutating func projectionBias(_ parameter: Parameter) -> [Float]? {
    let name = "decoder.projection.bias"
    let count = targetRows.rowCount
    let isThere = tensors.holds(name)
    let values = isThere ? tensors.required(name, [count]) : [Float](repeating: 0, count: count)
    return values.map { values in
      targetRows.rows.map { row in row.map { values[$0] } ?? Self.never }
    }
  }

  // MARK: - Attention and bridge

  /// The layer over [state; key] has one bias; it may come with the key's product, the query's or both.
  private mutating func attentionBias(_ parameter: Parameter) -> [Float]? {
    let parts = ["key", "query"].compactMap {
      tensors.optional("decoder.attention.\($0).bias", [parameter.count])
    }
    return parts.reduce([Float](repeating: 0, count: parameter.count)) { zip($0, $1).map(+) }
  }

  /// `bridge.hidden.0.weight`, or `bridge.hidden.weight` where there is one layer.
  private mutating func bridge(
    _ parameter: Parameter, side: String, layer: Substring
  ) -> [Float]? {
    let isWeight = parameter.name.hasSuffix("weight")
    let part = isWeight ? "weight" : "bias"
    let isAlone = layer == "0" && tensors.holds("bridge.\(side).weight")
    let name = "bridge.\(side)\(isAlone ? "" : ".\(layer)").\(part)"
    if isWeight { return tensors.required(name, [parameter.rows, parameter.columns]) }
    return bias(name, parameter.count)
  }

  // MARK: - Recurrent layers

  /// The names of a layer's four tensors: those of `nn.LSTM`, of a list of `nn.LSTMCell`, or of one.
  private func names(_ side: String, layer: String, reverse: Bool) -> (String) -> String {
    let plain = "\(side).rnn."
    if side == "decoder" {
      if tensors.holds("\(plain)\(layer).weight_ih") { return { "\(plain)\(layer).\($0)" } }
      if layer == "0", tensors.holds("\(plain)weight_ih") { return { plain + $0 } }
    }
    return { "\(plain)\($0)_l\(layer)" + (reverse ? "_reverse" : "") }
  }

  private mutating func recurrent(_ parameter: Parameter, _ path: [String]) throws -> [Float]? {
    let scope = path.dropLast().joined(separator: ".")
    let name = names(
      path[0], layer: String(path[1].dropFirst("layer".count)), reverse: path[2] == "backward")
    switch path[path.count - 1] {
    case "inputWeight", "feedWeight", "contextWeight":
      let inputs = ["inputWeight", "feedWeight", "contextWeight"]
      return columns(of: parameter, among: inputs, in: name("weight_ih"))
    case "recurrentWeight":
      return tensors.required(name("weight_hh"), [parameter.rows, parameter.columns])
    case "bias":
      let apart = parameters.first { $0.name == "\(scope).recurrentBias" }?.count ?? 0
      guard let input = bias(name("bias_ih"), parameter.count),
        let state = bias(name("bias_hh"), parameter.count)
      else { return nil }
      let added = parameter.count - apart
      return input.indices.map { input[$0] + ($0 < added ? state[$0] : 0) }
    case "recurrentBias":
      let all = parameters.first { $0.name == "\(scope).bias" }?.count ?? 0
      return bias(name("bias_hh"), all).map { Array($0.suffix(parameter.count)) }
    default: throw unknown(parameter)
    }
  }

  /// A bias is zero where it is not there: the layer was made with `bias=False`. A name that is mistaken
  /// shows, since a tensor that has no place is refused.
  private mutating func bias(_ name: String, _ count: Int) -> [Float]? {
    tensors.holds(name) ? tensors.required(name, [count]) : [Float](repeating: 0, count: count)
  }

  /// A parameter's columns in a matrix over several inputs side by side, which are the parameters of the
  /// same scope among `inputs`, in that order.
  private mutating func columns(
    of parameter: Parameter, among inputs: [String], in name: String
  ) -> [Float]? {
    let scope = parameter.name.split(separator: ".").dropLast().joined(separator: ".")
    let parts = inputs.compactMap { input in
      parameters.first { $0.name == "\(scope).\(input)" }
    }
    let width = parts.reduce(0) { $0 + $1.columns }
    let start = parts.prefix { $0 != parameter }.reduce(0) { $0 + $1.columns }
    guard let values = tensors.required(name, [parameter.rows, width]) else { return nil }
    return (0..<parameter.rows).flatMap { row in
      values[row * width + start..<row * width + start + parameter.columns]
    }
  }
}
