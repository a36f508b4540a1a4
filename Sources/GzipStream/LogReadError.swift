/// Why a file could not be read or written, and where.
package struct LogReadError: Error, Equatable, Sendable {
  /// What went wrong.
  package enum Reason: Equatable, Sendable {
    /// The operating system refused an operation (`open`, `read` …) with this `errno`.
    case system(operation: String, errno: Int32)
    /// The file ends inside a gzip member: the transfer or the disk cut it off.
    case truncated
    /// The deflate data is not valid, or its checksum or length does not fit its content.
    case corrupt(String)
    /// Bytes follow the last gzip member that are neither a member nor zero padding.
    case trailingGarbage
    /// The file inflates to more bytes, or at a higher ratio, than is allowed.
    case tooLarge(String)
    /// Another compression than gzip, by its magic number.
    case unsupportedCompression(String)
  }

  /// What went wrong.
  package var reason: Reason
  /// How many bytes of the file, as stored, had been consumed; 0-based.
  package var offset: Int

  /// Names a fault at a place of the stored file.
  package init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}
