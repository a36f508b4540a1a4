#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The text that the operating system has for an `errno`.
package func systemMessage(_ code: Int32) -> String {
  // The C library's table of messages is constant for valid codes; the text is copied at once.
  unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
}
