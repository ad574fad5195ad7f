import Foundation

/// An axis with its limits: where values lie, and where its ticks are.
struct AxisScale {
  private let scale: ChartAxis.Scale
  private let low: Double
  private let high: Double
  /// The values with a tick, rising.
  let ticks: [Double]

  /// Fits an axis to values; those that have no place on it are passed over.
  init(_ axis: ChartAxis, values: [Double], padded: Bool) {
    scale = axis.scale
    let given = axis.range.map { [$0.lowerBound, $0.upperBound] } ?? []
    let places = (values + given).compactMap { AxisScale.place($0, axis.scale) }
    var low = places.min() ?? 0
    var high = places.max() ?? 1
    if high - low < 1e-9 * max(1, abs(low), abs(high)) {
      let room = max(abs(low) * 0.1, 0.5)
      (low, high) = (low - room, high + room)
    }
    // Counts have no halves.
    let leastStep = !places.isEmpty && places.allSatisfy { $0 == $0.rounded() } ? 1.0 : 0
    let ticks =
      axis.scale == .linear
      ? AxisScale.linear(low, high, leastStep: padded ? 0 : leastStep)
      : AxisScale.decades(low, high)
    if padded, let first = ticks.first, let last = ticks.last, ticks.count > 1 {
      let step = ticks[1] - first
      // The next tick, if a value would lie outside the ticks.
      low = low < first - 1e-9 * step ? first - step : min(low, first)
      high = high > last + 1e-9 * step ? last + step : max(high, last)
      self.ticks = (low < first ? [low] : []) + ticks + (high > last ? [high] : [])
    } else {
      self.ticks = ticks
    }
    (self.low, self.high) = (low, high)
  }

  /// Where a value lies, from 0 to 1; nil if it has no place.
  func position(_ value: Double) -> Double? {
    AxisScale.place(value, scale).map { (($0 - low) / (high - low)).clamped }
  }

  /// Where the ticks lie, and what is written there.
  var labels: [(position: Double, text: String)] {
    ticks.map { tick in
      let value = scale == .linear ? tick : pow(10, tick)
      return (((tick - low) / (high - low)).clamped, PageNumber.value(value))
    }
  }

  private static func place(_ value: Double, _ scale: ChartAxis.Scale) -> Double? {
    // Beyond these bounds a difference of two places would overflow.
    guard value.isFinite, abs(value) < 1e300 else { return nil }
    switch scale {
    case .linear: return value
    case .log10: return value > 0 ? Foundation.log10(value) : nil
    }
  }

  /// Four to eight multiples of 1, 2 or 5 times a power of ten.
  private static func linear(_ low: Double, _ high: Double, leastStep: Double) -> [Double] {
    let rough = max(leastStep, (high - low) / 6)
    let power = pow(10, Foundation.log10(rough).rounded(.down))
    guard power > 0, power.isFinite else { return [low, high] }
    let step =
      power * (rough / power < 1.5 ? 1 : rough / power < 3.5 ? 2 : rough / power < 7.5 ? 5 : 10)
    let first = (low / step).rounded(.up)
    let last = (high / step).rounded(.down)
    guard first.isFinite, last - first < 100, last >= first else { return [low, high] }
    return (0...Int(last - first)).map { (first + Double($0)) * step }
  }

  /// Whole decades, or 1, 2 and 5 where there are few.
  private static func decades(_ low: Double, _ high: Double) -> [Double] {
    let (first, last) = (Int(low.rounded(.down)), Int(high.rounded(.up)))
    let stride = max(1, (last - first) / 8)
    let steps: [Double] = high - low < 2 ? [1, 2, 5].map { Foundation.log10($0) } : [0]
    let all = Swift.stride(from: first, through: last, by: stride).flatMap { decade in
      steps.map { Double(decade) + $0 }
    }
    let inside = all.filter { $0 >= low - 1e-9 && $0 <= high + 1e-9 }
    return inside.isEmpty ? [low, high] : inside
  }
}

extension Double {
  /// From 0 to 1; a value that is not a number is 0.
  var clamped: Double { self > 0 ? Swift.min(1, self) : 0 }
}
