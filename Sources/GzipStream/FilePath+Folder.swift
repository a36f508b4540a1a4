#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension FilePath {
  /// The names in this folder, without `.` and `..`, in bytewise order.
  package func entries() throws(LogReadError) -> [[UInt8]] {
    // `opendir` reads a terminated string that outlives the call.
    guard let stream = unsafe withCString({ unsafe opendir($0) }) else {
      throw LogReadError(.system(operation: "opendir", errno: errno), at: 0)
    }
    defer { unsafe closedir(stream) }
    var names: [[UInt8]] = []
    errno = 0
    // The entry stays valid until the next call of `readdir`; its name is copied before.
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { first in
          unsafe (0..<strlen(first)).map { unsafe UInt8(bitPattern: first[Int($0)]) }
        }
      }
      if name != [0x2E] && name != [0x2E, 0x2E] { names.append(name) }
      errno = 0
    }
    // Nothing more and a failure look alike but for `errno`.
    guard errno == 0 else {
      throw LogReadError(.system(operation: "readdir", errno: errno), at: 0)
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// Makes this folder and those above it where they are absent.
  package func makeFolders() throws(LogReadError) {
    var end = 0
    var failure: Int32 = 0
    while end < bytes.count {
      end = bytes[(end + 1)...].firstIndex(of: UInt8(ascii: "/")) ?? bytes.count
      let part = FilePath(bytes: Array(bytes[..<end]))
      // `mkdir` reads a terminated string that outlives the call.
      failure = unsafe part.withCString { unsafe mkdir($0, 0o755) } == 0 ? 0 : errno
    }
    // Only the end counts: a folder above may exist where nothing can be made, or even seen.
    guard failure == 0 || FileStatus(of: self)?.kind == .folder else {
      throw LogReadError(.system(operation: "mkdir", errno: failure), at: 0)
    }
  }

  /// Removes the file, if there is one.
  package func remove() {
    // `unlink` reads a terminated string that outlives the call.
    _ = unsafe withCString { unsafe unlink($0) }
  }
}
