#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What the file system says about a path.
package struct FileStatus: Equatable, Sendable {
  /// The kinds that matter to a scan.
  package enum Kind: Equatable, Sendable {
    case file
    case folder
    /// A pipe, socket or device.
    case other
  }

  /// What stands at the path; symbolic links are followed.
  package var kind: Kind
  /// True where the path itself is a symbolic link.
  package var isLink: Bool
  /// Bytes as stored.
  package var size: Int

  /// The status of `path`, or nil where nothing can be found there.
  package init?(of path: FilePath) {
    var followed = stat()
    var ownIsLink = false
    // Both calls fill a local and read a terminated string that outlives them.
    let found = unsafe path.withCString { name in
      guard unsafe lstat(name, &followed) == 0 else { return false }
      ownIsLink = followed.st_mode & S_IFMT == S_IFLNK
      return unsafe !ownIsLink || stat(name, &followed) == 0
    }
    guard found else { return nil }
    isLink = ownIsLink
    size = Int(followed.st_size)
    kind =
      switch followed.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      default: .other
      }
  }
}
