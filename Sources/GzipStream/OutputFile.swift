#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Where a command's output goes: standard output, or a file that appears whole or not at all.
///
/// A file is written beside itself under a temporary name and renamed by `commit()`. A value that
/// goes away without a commit removes the temporary file. One thread at a time.
package struct OutputFile: ~Copyable {
  private let descriptor: Descriptor
  private let target: FilePath?
  private let temporary: FilePath?
  private var committed = false

  /// Standard output.
  package init(standardOutput: Void = ()) {
    descriptor = Descriptor(borrowing: STDOUT_FILENO)
    target = nil
    temporary = nil
  }

  /// The file at `path`, which must not exist unless `replacing` is true (`EEXIST`).
  package init(path: FilePath, replacing: Bool) throws(LogReadError) {
    if !replacing && FileStatus(of: path) != nil {
      throw LogReadError(.system(operation: "create", errno: EEXIST), at: 0)
    }
    let beside = FilePath(bytes: path.bytes + Array(".partial-\(getpid())".utf8))
    descriptor = try Descriptor(
      beside, flags: O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, operation: "create")
    target = path
    temporary = beside
  }

  deinit {
    if !committed, let temporary { temporary.remove() }
  }

  /// The temporary name, which an interrupt handler removes.
  package var temporaryPath: FilePath? { temporary }

  /// Writes all of `bytes`.
  package func write(_ bytes: Span<UInt8>) throws(LogReadError) {
    try descriptor.write(bytes)
  }

  /// Writes all of `bytes`.
  package func write(_ bytes: [UInt8]) throws(LogReadError) {
    try descriptor.write(bytes.span)
  }

  /// A writer for other threads; it must not outlive the file.
  package var sink: Sink { Sink(number: descriptor.number) }

  /// Writes to an output file that somebody else owns.
  package struct Sink: Sendable {
    fileprivate let number: Int32

    /// Writes all of `bytes`; callers take turns.
    package func write(_ bytes: Span<UInt8>) throws(LogReadError) {
      try Descriptor(borrowing: number).write(bytes)
    }
  }

  /// Gives the file its name. Standard output needs no commit.
  package mutating func commit() throws(LogReadError) {
    guard let target, let temporary, !committed else { return }
    // Both calls read terminated strings that outlive them.
    let code = unsafe temporary.withCString { from in
      unsafe target.withCString { to in unsafe rename(from, to) }
    }
    guard code == 0 else { throw LogReadError(.system(operation: "rename", errno: errno), at: 0) }
    committed = true
  }
}

extension FilePath {
  /// Removes the file, if there is one.
  package func remove() {
    // `unlink` reads a terminated string that outlives the call.
    _ = unsafe withCString { unsafe unlink($0) }
  }

  /// Makes this folder and those above it where they are absent.
  package func makeFolders() throws(LogReadError) {
    var end = 0
    while end < bytes.count {
      end = bytes[(end + 1)...].firstIndex(of: UInt8(ascii: "/")) ?? bytes.count
      let part = FilePath(bytes: Array(bytes[..<end]))
      // `mkdir` reads a terminated string that outlives the call.
      let code = unsafe part.withCString { unsafe mkdir($0, 0o755) }
      guard code == 0 || errno == EEXIST else {
        throw LogReadError(.system(operation: "mkdir", errno: errno), at: 0)
      }
    }
  }
}
