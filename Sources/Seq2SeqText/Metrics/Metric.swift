/// A measure of how good hypotheses are, by the names that configurations and the command use.
///
/// Metrics of text compare hypotheses with references by ``evaluate(hypotheses:references:tokens:)``;
/// metrics of the model (``needsModel``) are only named here, as they take the model to compute.
public enum Metric: String, Sendable, Hashable, CaseIterable {
  /// The share of lines that equal their reference, in percent. Lines are composed (NFC) and white
  /// space at their ends is cut off first.
  case exactMatch = "exact_match"
  /// The share of lines that are wrong, in percent, as in grapheme-to-phoneme work.
  case wordErrorRate = "wer"
  /// Edit distance over reference tokens, in percent: the field's PER. It can exceed 100.
  case tokenErrorRate = "token_error_rate"
  /// Corpus BLEU (Papineni et al. 2002) as sacreBLEU computes it by default, from 0 to 100.
  case bleu = "bleu"
  /// BLEU over what white space separates, for text that is already tokenized.
  case bleuNone = "bleu:none"
  /// BLEU over code points, white space left out, for text without spaces between words.
  case bleuCharacters = "bleu:char"
  /// BLEU after mteval-v13a's tokenization; the same as ``bleu``, under its explicit name.
  case bleu13a = "bleu:13a"
  /// Corpus chrF2 (Popović 2015) as sacreBLEU computes it by default, from 0 to 100.
  case chrf = "chrf"
  /// ROUGE-L (Lin 2004, section 3): F1 by the longest common subsequence of the tokens that white space
  /// separates, the mean over lines, in percent.
  case rougeL = "rouge_l"
  /// ROUGE-1 (Lin 2004, section 2): F1 by the words that both sides have, the mean over lines, in percent.
  case rouge1 = "rouge_1"
  /// ROUGE-2: the same by pairs of words that follow each other.
  case rouge2 = "rouge_2"
  /// BLEU of programs as the baseline of the CoNaLa challenge (Yin et al. 2018) is evaluated.
  case conalaBLEU = "conala_bleu"
  /// The share of distinct words among all words of the hypotheses, in percent (Li et al. 2016).
  case distinct1 = "distinct_1"
  /// The share of distinct pairs of words that follow each other among all such pairs, in percent.
  case distinct2 = "distinct_2"
  /// What training minimizes: the mean label-smoothed cross-entropy of a reference token, in nats.
  case loss = "loss"
  /// The exponential of the mean negative log probability of a reference token, without smoothing.
  case perplexity = "perplexity"
  /// The share of reference tokens that the model ranks first under teacher forcing, in percent.
  case accuracy = "accuracy"
  /// The share of reference tokens that the model gets right, position by position, when it reads its own
  /// greedy output instead, in percent.
  case freeRunningAccuracy = "free_running_accuracy"

  /// Every name that ``init(name:)`` takes, in the order of the documentation.
  public static let allNames = allCases.map(\.rawValue)

  /// The metric of a name; throws a usage error that offers the nearest name.
  public init(name: String) throws(UserError) {
    if let metric = Metric(rawValue: name) {
      self = metric
      return
    }
    let meant =
      Metric.namesElsewhere[name.lowercased()]?.rawValue
      ?? Spelling.nearest(to: name, among: Metric.allNames)
    throw UserError(
      .usage, "there is no metric \"\(name)\"",
      remedy: meant.map { "did you mean \"\($0)\"?" }
        ?? "choose from " + Metric.allNames.joined(separator: ", "))
  }

  /// What other toolkits call these metrics.
  private static let namesElsewhere: [String: Metric] = [
    "acc": .accuracy, "cross_entropy": .loss, "em": .exactMatch, "nll": .loss,
    "per": .tokenErrorRate, "ppl": .perplexity, "rouge": .rougeL, "rougel": .rougeL,
    "rouge1": .rouge1, "rouge2": .rouge2, "dist1": .distinct1, "dist2": .distinct2,
    "dist_1": .distinct1,
    "dist_2": .distinct2, "distinct1": .distinct1, "distinct2": .distinct2, "conala": .conalaBLEU,
    "rouge-1": .rouge1, "rouge-2": .rouge2, "rouge-l": .rougeL, "bleu:conala": .conalaBLEU,
    "sacrebleu": .bleu,
    "sequence_accuracy": .exactMatch, "word_error_rate": .wordErrorRate, "xent": .loss,
  ]

  /// The name in configurations, on the command line and in reports.
  public var name: String { rawValue }

  /// Whether a greater value is a better one.
  public var higherIsBetter: Bool {
    switch self {
    case .wordErrorRate, .tokenErrorRate, .loss, .perplexity: false
    case .exactMatch, .bleu, .bleuNone, .bleuCharacters, .bleu13a, .chrf, .rougeL, .rouge1, .rouge2,
      .conalaBLEU, .distinct1, .distinct2, .accuracy, .freeRunningAccuracy:
      true
    }
  }

  /// Whether one value of this metric is better than another; what is not a number is better than none.
  package func isBetter(_ value: Double, than other: Double) -> Bool {
    higherIsBetter ? value > other : value < other
  }

  /// Whether it is computed with the model instead of from lines of text.
  public var needsModel: Bool {
    switch self {
    case .loss, .perplexity, .accuracy, .freeRunningAccuracy: true
    case .exactMatch, .wordErrorRate, .tokenErrorRate, .bleu, .bleuNone, .bleuCharacters,
      .bleu13a, .chrf, .rougeL, .rouge1, .rouge2, .conalaBLEU, .distinct1, .distinct2:
      false
    }
  }

  /// Compares each hypothesis with the reference of the same index.
  ///
  /// The value is finite for any text. Lines may be empty and may hold anything. What `<unk>`
  /// means differs: in exact_match, wer, token_error_rate and the rouge metrics an `<unk>` in a hypothesis is
  /// always an error, even where the reference says `<unk>`; bleu and chrf take it for the letters it is
  /// made of, as sacreBLEU does.
  ///
  /// - Parameter tokens: The target side's tokenizer (words for `bpe` and `unigram`), which counts
  ///   for token_error_rate alone.
  /// - Throws: ``UserError`` for no lines at all, for unequal counts (both bad data), and for a
  ///   metric that needs the model (usage).
  public func evaluate(
    hypotheses: [String], references: [String], tokens: (String) -> [String]
  ) throws(UserError) -> MetricValue {
    guard hypotheses.count == references.count else {
      throw UserError(
        .badData,
        "\(hypotheses.count) hypotheses do not match \(references.count) references",
        remedy: "give one line of each for every source line")
    }
    guard !references.isEmpty else {
      throw UserError(
        .badData, "there are no lines to compute \(name) from", remedy: "give at least one line")
    }
    let lines = try statistics(hypotheses: hypotheses, references: references, tokens: tokens)
    return MetricValue(
      value: lines.score(of: Array(hypotheses.indices)), signature: signature)
  }

  /// How it is computed, in sacreBLEU's notation; nil where the name alone says it.
  private var signature: String? { bleuScore?.signature ?? (self == .chrf ? ChrF.signature : nil) }

  /// The BLEU that it is, if it is one.
  private var bleuScore: BLEU? {
    switch self {
    case .bleu, .bleu13a: BLEU(tokenization: .mteval13a)
    case .bleuNone: BLEU(tokenization: .none)
    case .bleuCharacters: BLEU(tokenization: .characters)
    case .conalaBLEU: BLEU(tokenization: .conala, smoothing: .none)
    default: nil
    }
  }

  /// What it takes from each line; as many hypotheses as references.
  ///
  /// - Throws: ``UserError`` for a metric that needs the model (usage).
  package func statistics(
    hypotheses: [String], references: [String], tokens: (String) -> [String]
  ) throws(UserError) -> any LineStatistics {
    if let bleuScore { return bleuScore.statistics(hypotheses, references) }
    switch self {
    case .exactMatch: return LineAccuracy.equal(hypotheses, references)
    case .wordErrorRate: return LineAccuracy.wrong(hypotheses, references)
    case .tokenErrorRate:
      return TokenErrorRate.statistics(hypotheses, references, tokens: tokens)
    case .chrf: return ChrF.statistics(hypotheses, references)
    case .rougeL: return Rouge.longestCommonSubsequence(hypotheses, references)
    case .rouge1: return Rouge.ngrams(hypotheses, references, order: 1)
    case .rouge2: return Rouge.ngrams(hypotheses, references, order: 2)
    case .distinct1: return Distinct(hypotheses, order: 1)
    case .distinct2: return Distinct(hypotheses, order: 2)
    default:
      throw UserError(
        .usage, "\(name) cannot be computed from text alone", remedy: "evaluate it with the model")
    }
  }
}
