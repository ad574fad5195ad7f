/// States over time as rows of units for a heat map; of many units those that change most.
struct UnitMap {
  private static let mostUnits = 32

  /// How many units there are.
  let count: Int
  /// The units shown, rising.
  let units: [Int]
  /// `[unit shown][time]`.
  let values: [[Double]]

  init(_ states: [[Float]]) {
    let count = states.first?.count ?? 0
    self.count = count
    let spreads = (0..<count).map { unit -> Float in
      let values = states.map { $0[unit] }.filter(\.isFinite)
      return (values.max() ?? 0) - (values.min() ?? 0)
    }
    units = (0..<count).sorted { (spreads[$1], $0) < (spreads[$0], $1) }
      .prefix(UnitMap.mostUnits).sorted()
    values = units.map { unit in states.map { Double($0[unit]) } }
  }
}
