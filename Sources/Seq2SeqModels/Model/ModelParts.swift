import Seq2SeqTensors

/// The plug-ins that a model is built of: what its configuration names, unless something else is put here.
///
/// So a cell or an attention can be tried, trained and checked before it has a case in `CellKind` or
/// `AttentionKind`. What cannot be done without a case is opening such a model's file, whose configuration
/// would name other parts.
package struct ModelParts: Sendable {
  /// The cell of all layers.
  package var cell: @Sendable (ModelConfiguration) -> any RecurrentCell.Type = { $0.cell.type }

  /// Declares the parameters of an attention, under `decoder.attention`; nil for none.
  package var attention:
    @Sendable (ModelConfiguration, inout ParameterBuilder) -> (any AttentionMechanism)? = {
      $0.attention.makeAttention($0, &$1)
    }

  /// What the configuration names.
  package init() {}
}
