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
/// goes away without a commit removes the temporary file. A pipe or a device (`/dev/null`) cannot
/// be renamed over without being destroyed, and is written to as it stands. One thread at a time.
package struct OutputFile: ~Copyable {
  private let descriptor: Descriptor
  private let target: FilePath?
  private let temporary: FilePath?
  private let isReplacing: Bool
  private var isCommitted = false

  /// Standard output.
  package init(standardOutput: Void = ()) {
    descriptor = Descriptor(borrowing: STDOUT_FILENO)
    target = nil
    temporary = nil
    isReplacing = false
  }

  /// The file at `path`, which must not exist unless `replacing` is true (`EEXIST`).
  package init(path: FilePath, replacing: Bool) throws(LogReadError) {
    isReplacing = replacing
    switch FileStatus(of: path)?.kind {
    case .folder: throw LogReadError(.system(operation: "create", errno: EISDIR), at: 0)
    case .file where !replacing:
      throw LogReadError(.system(operation: "create", errno: EEXIST), at: 0)
    case .other:
      descriptor = try Descriptor(path, flags: O_WRONLY | O_CLOEXEC, operation: "open")
      target = nil
      temporary = nil
    case .file, nil:
      let beside = FilePath(bytes: path.bytes + Array(".partial-\(getpid())".utf8))
      // What a killed process with our number has left; a link of this name is not followed.
      beside.remove()
      descriptor = try Descriptor(
        beside, flags: O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, operation: "create")
      target = path
      temporary = beside
    }
  }

  deinit {
    if !isCommitted, let temporary { temporary.remove() }
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
  ///
  /// Throws `EEXIST` where a file has appeared there since, unless it may be replaced.
  package mutating func commit() throws(LogReadError) {
    guard let target, let temporary, !isCommitted else { return }
    if !isReplacing {
      if try temporary.link(as: target) {
        temporary.remove()
        isCommitted = true
        return
      }
    }
    // Both calls read terminated strings that outlive them.
    let code = unsafe temporary.withCString { from in
      unsafe target.withCString { to in unsafe rename(from, to) }
    }
    guard code == 0 else { throw LogReadError(.system(operation: "rename", errno: errno), at: 0) }
    isCommitted = true
  }
}

extension FilePath {
  /// Gives the file a second name, which must be free (`EEXIST`); false where the file system
  /// has no second names.
  fileprivate func link(as other: FilePath) throws(LogReadError) -> Bool {
    // Both strings are terminated and outlive the call.
    let failure = unsafe withCString { from in
      unsafe other.withCString { to in unsafe systemLink(from, to) == 0 ? 0 : errno }
    }
    if failure == EEXIST {
      throw LogReadError(.system(operation: "create", errno: failure), at: 0)
    }
    return failure == 0
  }
}

/// The C function, whose name the method above takes.
private func systemLink(_ from: UnsafePointer<CChar>, _ to: UnsafePointer<CChar>) -> Int32 {
  unsafe link(from, to)
}
