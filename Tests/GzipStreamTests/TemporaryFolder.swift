import Foundation
import GzipStream

/// A folder of its own for one test, removed with all it holds.
final class TemporaryFolder {
  let path: FilePath

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("trailscan-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    path = FilePath(url.path)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path.description)
  }

  /// Writes a file and returns its path.
  func write(_ bytes: [UInt8], as name: [UInt8] = Array("log".utf8)) throws -> FilePath {
    let file = path.appending(name)
    var output = try OutputFile(path: file, replacing: true)
    try output.write(bytes)
    try output.commit()
    return file
  }

  /// The names in the folder as text.
  var names: [String] {
    get throws { try path.entries().map { String(decoding: $0, as: UTF8.self) } }
  }
}
