package import GzipStream

/// A file to scan.
package struct LogFile: Equatable, Sendable {
  /// Where it is; nil stands for standard input.
  package var path: FilePath?
  /// Stored bytes, 0 where unknown.
  package var size: Int
  /// True where the user named the file itself, not a folder above it.
  package var isNamed: Bool
  /// True for a pipe and the like, which can be read once.
  package private(set) var isStream = false

  /// A file to scan.
  package init(path: FilePath?, size: Int, isNamed: Bool, isStream: Bool = false) {
    self.path = path
    self.size = size
    self.isNamed = isNamed
    self.isStream = isStream
  }

  /// The name in messages and reports.
  package var name: String { path?.description ?? "<stdin>" }
}

/// Finds the files to scan below the paths that a user names.
package enum LogFinder {
  /// A path that could not be looked at.
  package struct Failure: Error, Equatable, Sendable {
    package var path: FilePath
    package var error: LogReadError
  }

  /// All files at or below `paths`, words of the command line, in bytewise path order, each once;
  /// `-` is standard input.
  ///
  /// Symbolic links to folders are not followed, so that a link cannot make a circle.
  package static func find(_ paths: [String]) -> (files: [LogFile], failures: [Failure]) {
    var files: [LogFile] = []
    var failures: [Failure] = []
    for path in paths {
      if path == "-" {
        files.append(LogFile(path: nil, size: 0, isNamed: true))
      } else {
        for path in FilePath.named(path) { visit(path, isNamed: true, &files, &failures) }
      }
    }
    files.sort { key($0).lexicographicallyPrecedes(key($1)) }
    var unique: [LogFile] = []
    for file in files where unique.last?.path != file.path || unique.isEmpty {
      unique.append(file)
    }
    return (unique, failures)
  }

  private static func key(_ file: LogFile) -> [UInt8] { file.path?.bytes ?? [] }

  private static func visit(
    _ path: FilePath, isNamed: Bool, _ files: inout [LogFile], _ failures: inout [Failure]
  ) {
    guard let status = FileStatus(of: path) else {
      // A dangling link below a folder is nobody's log; a named path must exist.
      if isNamed { fail(path, &failures) }
      return
    }
    switch status.kind {
    case .file: files.append(LogFile(path: path, size: status.size, isNamed: isNamed))
    case .other:
      if isNamed {
        files.append(LogFile(path: path, size: 0, isNamed: true, isStream: true))
      }
    case .folder:
      if status.isLink && !isNamed { return }
      do throws(LogReadError) {
        for name in try path.entries() {
          visit(path.appending(name), isNamed: false, &files, &failures)
        }
      } catch {
        failures.append(Failure(path: path, error: error))
      }
    }
  }

  /// Notes why a named path cannot be opened.
  private static func fail(_ path: FilePath, _ failures: inout [Failure]) {
    do throws(LogReadError) {
      _ = try LogReader(path: path)
    } catch {
      failures.append(Failure(path: path, error: error))
    }
  }
}
