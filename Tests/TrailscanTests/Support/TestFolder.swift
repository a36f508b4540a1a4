import Foundation
import Synchronization

/// A folder for one test, removed with the value. The streams of processes go into a second one.
final class TestFolder {
  /// The working folder; empty at first.
  let url: URL
  /// Where standard output and standard error go.
  let streams: URL
  private let root: URL
  private var streamCount = 0

  init() throws {
    root = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "trailscan-\(UUID().uuidString)")
    url = root.appending(path: "work")
    streams = root.appending(path: "streams")
    for folder in [url, streams] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  /// A number for the next pair of streams.
  func nextStream() -> Int {
    streamCount += 1
    return streamCount
  }

  /// Where a file of this name is, or would be.
  func file(_ name: String) -> URL { url.appending(path: name) }

  /// Writes a file, and the folders above it.
  @discardableResult
  func write(_ text: String, to name: String) throws -> URL {
    try write(Data(text.utf8), to: name)
  }

  /// Writes a file, and the folders above it.
  @discardableResult
  func write(_ data: Data, to name: String) throws -> URL {
    let file = file(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
    return file
  }

  /// Writes a file through gzip, another hand than ours.
  @discardableResult
  func compress(_ text: String, to name: String) throws -> URL {
    try write(text, to: name + ".plain")
    try sh("gzip -nc '\(name).plain' > '\(name)'; rm '\(name).plain'")
    return file(name)
  }

  /// Copies one hour of the sample, the one of the attack, into `logs`: a dozen files.
  func copyOneHourOfSample() throws {
    try sh("mkdir logs && find '\(Trailscan.sample)' -name '*20260414T09*' -exec cp {} logs/ ';'")
  }

  /// Runs a line of shell that must succeed.
  func sh(_ line: String) throws {
    let run = try Trailscan.shell(line, in: self)
    if run.code != 0 { throw ShellError(line: line, message: run.error) }
  }

  /// A line of shell that failed.
  struct ShellError: Error {
    var line: String
    var message: String
  }

  /// The names in the folder, sorted.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
  }

  /// The text of a file.
  func text(of name: String) throws -> String {
    try String(contentsOf: file(name), encoding: .utf8)
  }
}
