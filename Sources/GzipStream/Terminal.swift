#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What stands at the other end of a standard stream.
package enum Terminal {
  /// The standard streams that output goes to.
  package enum Stream: Int32, Sendable {
    case output = 1
    case error = 2
  }

  /// True where a person looks at the stream.
  package static func isPresent(_ stream: Stream) -> Bool {
    isatty(stream.rawValue) == 1
  }

  /// Columns of the terminal at `stream`, or nil where there is none.
  package static func width(_ stream: Stream) -> Int? {
    var size = winsize()
    // The call fills a local of exactly the type that the request names.
    let code = unsafe ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size)
    return code == 0 && size.ws_col > 0 ? Int(size.ws_col) : nil
  }

  /// Writes text to standard error; failures cannot be told to anybody.
  package static func say(_ text: String) {
    let descriptor = Descriptor(borrowing: Stream.error.rawValue)
    try? descriptor.write(Array(text.utf8).span)
  }
}
