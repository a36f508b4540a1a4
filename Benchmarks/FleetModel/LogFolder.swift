package import GzipStream

/// The folders and files that the generator writes, and what an earlier run left of them.
package enum LogFolder {
  private static let names = ["AWSLogs", "truth", "beside", "events.ndjson.gz", "events.json.gz"]

  /// True where `folder` already holds logs or a truth.
  package static func isTaken(_ folder: FilePath) -> Bool {
    names.contains { FileStatus(of: folder.appending(Array($0.utf8))) != nil }
  }

  /// Removes the logs and the truth in `folder`, and nothing else; empty folders stay.
  package static func clear(_ folder: FilePath) throws(LogReadError) {
    for name in names { try clear(at: folder.appending(Array(name.utf8))) }
  }

  private static func clear(at path: FilePath) throws(LogReadError) {
    guard let status = FileStatus(of: path) else { return }
    guard status.kind == .folder, !status.isLink else {
      path.remove()
      return
    }
    for name in try path.entries() { try clear(at: path.appending(name)) }
  }

  /// All log files of `folder`'s tree in path order.
  package static func logFiles(in folder: FilePath) throws(LogReadError) -> [FilePath] {
    guard let status = FileStatus(of: folder) else { return [] }
    guard status.kind == .folder else { return [folder] }
    var found: [FilePath] = []
    for name in try folder.entries() { found += try logFiles(in: folder.appending(name)) }
    return found
  }
}
