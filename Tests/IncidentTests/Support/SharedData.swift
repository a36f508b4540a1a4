import Foundation

/// The public logs and shapes that stand beside the project on some machines.
enum SharedData {
  /// The folder, or nil where this machine has none.
  static let folder: URL? = {
    let named = ProcessInfo.processInfo.environment["TRAILSCAN_SHARED_DATA"]
    let beside = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "../shared/data").standardizedFileURL
    let folder = named.map { URL(filePath: $0) } ?? beside
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  /// True where the tests that read it can run.
  static var isPresent: Bool { folder != nil }

  /// All files below `part` of the folder, in path order.
  static func files(below part: String) -> [URL] {
    guard let folder else { return [] }
    let root = folder.appending(path: part)
    let found = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    return (found?.allObjects as? [URL] ?? [])
      .filter { !$0.hasDirectoryPath }
      .sorted { $0.path < $1.path }
  }
}
