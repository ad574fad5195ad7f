/// The version of this toolkit, kept in this one place.
public enum ToolkitVersion {
  /// The version by semantic versioning, such as `0.1.0`.
  public static let string = "0.1.0"

  /// What metric signatures carry: major and minor only, because a patch never changes a score.
  static let signature =
    "swift-seq2seq-" + string.split(separator: ".").prefix(2).joined(separator: ".")
}
