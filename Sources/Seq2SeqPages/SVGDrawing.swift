import Seq2SeqText

/// One `<svg>` element in the making. It takes no number that is not finite and no text unescaped.
///
/// Colours are CSS variables of the page (`PageStyle`) with the light ones as a fallback, so that a drawing
/// taken out of its page has colours too.
struct SVGDrawing {
  enum Anchor: String { case start, middle, end }

  /// How a mark looks; a missing fill or stroke is none.
  struct Paint {
    var fill: String?
    var stroke: String?
    var width = 1.0
    /// Of the fill.
    var opacity = 1.0
    var dash = ""
  }

  /// About how wide one column of text is in drawing units, for text of size 12.
  static let column = 6.9
  static let ink = "currentColor"
  static let rule = "var(--rule,#d0d7de)"
  static let quiet = "var(--quiet,#57606a)"
  static let ground = "var(--ground,#ffffff)"

  let width: Double
  let height: Double
  private var elements: [String] = []

  init(width: Double, height: Double) {
    self.width = max(1, width)
    self.height = max(1, height)
  }

  /// About how wide a text is in drawing units.
  static func width(of text: String, size: Double = 12) -> Double {
    Double(text.displayWidth) * column * size / 12
  }

  /// A label that is visible and no wider than so many columns.
  static func label(_ text: String, widest: Int) -> String {
    TokenLabel(text, widest: widest, isProse: true).text
  }

  mutating func rectangle(
    x: Double, y: Double, width: Double, height: Double, _ paint: Paint, tooltip: String? = nil
  ) {
    add(
      "rect",
      """
      x="\(number(x))" y="\(number(y))" width="\(number(max(0, width)))" \
      height="\(number(max(0, height)))"
      """, paint, tooltip)
  }

  mutating func line(
    _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), _ paint: Paint,
    tooltip: String? = nil
  ) {
    add(
      "line",
      """
      x1="\(number(from.x))" y1="\(number(from.y))" x2="\(number(to.x))" y2="\(number(to.y))"
      """, paint, tooltip)
  }

  mutating func polyline(
    _ points: [(x: Double, y: Double)], closed: Bool = false, _ paint: Paint,
    tooltip: String? = nil
  ) {
    guard points.count > 1 else { return }
    let path = points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
    add(closed ? "polygon" : "polyline", "points=\"\(path)\"", paint, tooltip)
  }

  mutating func circle(
    x: Double, y: Double, radius: Double, _ paint: Paint, tooltip: String? = nil
  ) {
    add("circle", "cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"\(number(radius))\"", paint, tooltip)
  }

  /// Text at a base line; `turned` reads from bottom to top.
  mutating func text(
    _ text: String, x: Double, y: Double, size: Double = 12, anchor: Anchor = .start,
    turned: Bool = false, bold: Bool = false, fill: String = ink, tooltip: String? = nil
  ) {
    let turn = turned ? " transform=\"rotate(-90 \(number(x)) \(number(y)))\"" : ""
    let title = tooltip.map { "<title>\(Markup.escaped($0))</title>" } ?? ""
    elements.append(
      """
      <text x="\(number(x))" y="\(number(y))" font-size="\(number(size))" \
      text-anchor="\(anchor.rawValue)"\(bold ? " font-weight=\"bold\"" : "")\(turn) \
      style="fill:\(fill)">\(title)\(Markup.escaped(text))</text>
      """)
  }

  /// The element. It is drawn at its size where there is room, shrinks a little where there is not, and is
  /// scrolled where text would become too small to read.
  func element(title: String, description: String) -> String {
    """
    <svg role="img" viewBox="0 0 \(number(width)) \(number(height))" width="\(number(width))" \
    height="\(number(height))" style="min-width:\(number(width * 0.75))px">
    <title>\(Markup.escaped(title))</title><desc>\(Markup.escaped(description))</desc>
    \(elements.joined(separator: "\n"))
    </svg>
    """
  }

  private func number(_ value: Double) -> String { PageNumber.coordinate(value) }

  private mutating func add(
    _ name: String, _ attributes: String, _ paint: Paint, _ tooltip: String?
  ) {
    var style = "fill:\(paint.fill ?? "none")"
    if let stroke = paint.stroke {
      style += ";stroke:\(stroke);stroke-width:\(number(paint.width))"
      if !paint.dash.isEmpty { style += ";stroke-dasharray:\(paint.dash)" }
    }
    if paint.opacity < 1 { style += ";fill-opacity:\(number(max(0, paint.opacity)))" }
    let content = tooltip.map { "><title>\(Markup.escaped($0))</title></\(name)>" } ?? "/>"
    elements.append("<\(name) \(attributes) style=\"\(style)\"\(content)")
  }
}
