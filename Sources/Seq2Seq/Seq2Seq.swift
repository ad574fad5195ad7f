// The umbrella: `import Seq2Seq` is all that a user writes.
@_exported import Seq2SeqDecoding
@_exported import Seq2SeqModels
@_exported import Seq2SeqTensors
@_exported import Seq2SeqText
@_exported import Seq2SeqTraining
@_exported import Seq2SeqExplain
