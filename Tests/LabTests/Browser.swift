import Foundation
import Seq2SeqText

/// A Chromium without a window, a new process for each page.
struct Browser {
  /// How long one page may take, start of the process included, on a machine that is busy.
  private static let seconds = 120.0

  /// The program's name or path.
  let program: String

  /// What became of a page.
  struct Visit {
    /// The document after its scripts have run.
    let document: String
    /// What the browser had to say.
    let log: String

    /// Errors and other messages of the page's own.
    var console: [Substring] { log.split(separator: "\n").filter { $0.contains(":CONSOLE") } }
  }

  /// Opens a page and takes its picture.
  ///
  /// - Throws: if there is no such browser, or if it does not come to an end.
  func open(_ page: URL, screenshot: URL) throws -> Visit {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "seq2seq-browser-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      program, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
      "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
      "--user-data-dir=\(folder.path)/profile", "--enable-logging=stderr",
      "--window-size=\(Browser.window.width),\(Browser.window.height)",
      "--virtual-time-budget=2000", "--screenshot=\(screenshot.path)", "--dump-dom",
      page.absoluteString,
    ]
    // Files and not pipes, which a talkative browser would fill up.
    let (output, log) = (folder.appending(path: "output"), folder.appending(path: "log"))
    for file in [output, log] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: log)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let end = Date().addingTimeInterval(Browser.seconds)
    while process.isRunning, Date() < end { Thread.sleep(forTimeInterval: 0.05) }
    let isLate = process.isRunning
    if isLate {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    let visit = Visit(
      document: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      log: String(decoding: try Data(contentsOf: log), as: UTF8.self))
    guard !isLate, process.terminationStatus == 0 else {
      throw UserError(
        .inputOutput, file: program,
        isLate ? "still runs" : "ended with \(process.terminationStatus): \(visit.log.suffix(800))",
        remedy: "install the packages chromium and fonts-nanum: make test-pages")
    }
    return visit
  }

  /// The size of the window.
  static let window = (width: 1100, height: 5000)
}
