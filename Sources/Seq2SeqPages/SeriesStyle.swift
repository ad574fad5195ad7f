/// How the series of a number is drawn: by colour, dash and marker, so that it can be told from the others
/// without seeing colours.
struct SeriesStyle {
  private static let colours = [
    "#0072b2", "#c44e00", "#00795a", "#a8487f", "#946500", "#3478a8", "#1b1f24",
  ]
  private static let dashes = ["", "7 3", "2 3", "9 3 2 3", "12 4"]

  let number: Int

  var colour: String {
    let index = number % SeriesStyle.colours.count
    return "var(--s\(index),\(SeriesStyle.colours[index]))"
  }

  var dash: String { SeriesStyle.dashes[number % SeriesStyle.dashes.count] }

  /// Draws the series' mark: a disc, a square, a diamond, a triangle, then the same hollow.
  func mark(_ drawing: inout SVGDrawing, x: Double, y: Double, tooltip: String?) {
    let hollow = number / 4 % 2 == 1
    let paint = SVGDrawing.Paint(
      fill: hollow ? SVGDrawing.ground : colour, stroke: colour, width: 1.5)
    let radius = 3.2
    switch number % 4 {
    case 0: drawing.circle(x: x, y: y, radius: radius, paint, tooltip: tooltip)
    case 1:
      drawing.rectangle(
        x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius, paint,
        tooltip: tooltip)
    case 2:
      let reach = radius * 1.3
      drawing.polyline(
        [(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)], closed: true, paint,
        tooltip: tooltip)
    default:
      let reach = radius * 1.2
      drawing.polyline(
        [(x, y - reach), (x + reach, y + reach), (x - reach, y + reach)], closed: true, paint,
        tooltip: tooltip)
    }
  }
}
