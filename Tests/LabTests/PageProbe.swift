import Foundation

/// A script that looks at a page from inside, as it is laid out: for the copy of a page that a test opens, since
/// pages themselves have no scripts.
enum PageProbe {
  /// The page with the probe at its end.
  static func adding(to html: String) -> String {
    html.replacing("</body>", with: "<script>\(script)</script></body>")
  }

  /// What the probe found wrong, a line each; nil if it never came to its end.
  static func problems(in document: String) -> [Substring]? {
    guard let found = document.firstMatch(of: /<pre id="probe">([^<]*)<\/pre>/) else { return nil }
    return found.output.1.split(separator: "\n")
  }

  private static let script = """
    var problems = [];
    window.onerror = function (message) { problems.push("error: " + message); };
    function about(element) { return element.tagName + " " + element.textContent.slice(0, 60); }
    document.querySelectorAll("h1, h2, p, figcaption, caption, th, li").forEach(function (element) {
      var box = element.getBoundingClientRect();
      if (!element.textContent.trim()) { problems.push("no text: " + about(element)); }
      if (!box.width || !box.height) { problems.push("not to be seen: " + about(element)); }
      if (/undefined|\\bNaN\\b|\\bnil\\b|Optional\\(/.test(element.textContent)) {
        problems.push("no words: " + about(element));
      }
    });
    document.querySelectorAll("svg").forEach(function (figure) {
      var frame = figure.getBoundingClientRect();
      figure.querySelectorAll("text").forEach(function (text) {
        var box = text.getBoundingClientRect();
        if (box.left < frame.left - 1 || box.right > frame.right + 1
          || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) {
          problems.push("reaches out of its figure: " + about(text));
        }
      });
    });
    if (document.documentElement.scrollWidth > document.documentElement.clientWidth) {
      problems.push("the page is wider than the window");
    }
    function picture(letter) {
      var canvas = document.createElement("canvas");
      canvas.width = canvas.height = 40;
      var pen = canvas.getContext("2d");
      pen.font = "28px " + getComputedStyle(document.body).fontFamily;
      pen.fillText(letter, 4, 32);
      return canvas.toDataURL();
    }
    // Without a font all letters are the same box.
    if (picture("가") === picture("뷁")) { problems.push("there is no Korean font"); }
    var result = document.createElement("pre");
    result.id = "probe";
    result.textContent = problems.join(String.fromCharCode(10)).replace(/</g, "(");
    document.body.appendChild(result);
    """
}
