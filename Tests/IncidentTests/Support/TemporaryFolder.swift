import Foundation
import GzipStream

/// A folder of its own for one test, removed with all it holds.
final class TemporaryFolder: Sendable {
  let path: FilePath

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appending(path: "trailscan-incident-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    path = FilePath(url.path)
  }

  deinit { try? FileManager.default.removeItem(atPath: path.description) }

  /// The path of `name` inside the folder.
  func file(_ name: String) -> FilePath { path.appending(Array(name.utf8)) }

  /// Writes `text` as the file `name`, whose folders are made.
  func write(_ text: String, as name: String) throws {
    let url = URL(filePath: file(name).description)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }
}
