import Foundation

/// The public logs and shapes that stand beside the project on some machines.
enum SharedData {
  /// The folder, or nil where this machine has none.
  static let folder: URL? = {
    let named = ProcessInfo.processInfo.environment["TRAILSCAN_SHARED_DATA"]
    let beside = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "../shared/data").standardizedFileURL
    let folder = named.map { URL(filePath: $0) } ?? beside
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  /// True where the tests that read it can run.
  static var isPresent: Bool { folder != nil }

  /// The bytes of a file below the folder.
  static func bytes(_ path: String) throws -> [UInt8] {
    guard let folder else { return [] }
    return [UInt8](try Data(contentsOf: folder.appending(path: path)))
  }
}
