/// 128 bits that stand for a pair when duplicates are counted.
struct PairFingerprint: Hashable {
  let source: UInt64
  let target: UInt64
}
