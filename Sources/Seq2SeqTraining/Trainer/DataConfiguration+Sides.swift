import Seq2SeqModels
import Seq2SeqText

extension DataConfiguration {
  /// How both sides are read by a model trained on some pairs: subword models are read, or trained from them.
  ///
  /// - Throws: `UserError` if files cannot be read, or no subword model can be made.
  package func sideOptions(
    trainedOn files: CorpusFiles, threads: Int
  ) throws -> (source: SideOptions, target: SideOptions) {
    let subwords = try SubwordModels(self, CorpusReader(files), threads: threads)
    return (try source.sideOptions(subwords.source), try target.sideOptions(subwords.target))
  }
}
