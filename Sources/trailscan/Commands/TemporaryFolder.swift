import FoundationEssentials
import GzipStream

/// Where files go that are wanted only while a command runs.
enum TemporaryFolder {
  /// The folder that `TMPDIR` names (POSIX.1-2024, 8.3), else `/tmp`.
  static var name: String {
    ProcessInfo.processInfo.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
  }

  /// The folder as a path.
  static var path: FilePath { FilePath(name) }
}
