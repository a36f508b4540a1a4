#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The operating system's reason for a refusal, in words.
struct ErrorNumber: Sendable {
  private let number: Int32

  /// The reason with this `errno`.
  init(_ number: Int32) { self.number = number }

  /// What happened and, where something can be done, what.
  var sentence: String {
    switch number {
    case EACCES, EPERM: "permission denied; run as a user who may read it"
    case ENOENT: "no such file; check the name"
    case EIO, ENXIO: "the disk reports an error; copy the file from its origin again"
    case EISDIR: "it is a folder"
    case ENOTDIR: "part of its path is not a folder; check the name"
    case EMFILE, ENFILE: "too many files are open; raise the limit with ulimit -n"
    case ENOMEM: "out of memory"
    case ELOOP: "its symbolic links go in circles"
    case ENAMETOOLONG: "its name is too long"
    case EEXIST: "it exists already"
    case ENOSPC: "no space is left on the disk"
    case EROFS: "the disk is mounted read-only"
    case ESTALE, ETIMEDOUT: "the network disk does not answer; try again"
    default: "the system's error \(number)"
    }
  }
}
