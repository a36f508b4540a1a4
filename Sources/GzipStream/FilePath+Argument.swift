#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension FilePath {
  /// The paths that a word of the command line, given as text, stands for: of several whose bytes
  /// are no UTF-8 the text may be the same.
  package static func named(_ word: String) -> [FilePath] {
    guard word.contains("\u{FFFD}") else { return [FilePath(word)] }
    let found = words.filter { $0.description == word }
    return found.isEmpty ? [FilePath(word)] : found
  }

  /// The words that the process was started with, as bytes.
  private static var words: [FilePath] {
    (0..<Int(CommandLine.argc)).compactMap { index in
      // The system gives as many pointers, each to a text that ends with a zero and stays.
      guard let word = unsafe CommandLine.unsafeArgv[index] else { return nil }
      let bytes = unsafe UnsafeRawBufferPointer(start: word, count: strlen(word))
      return unsafe FilePath(bytes: Array(bytes))
    }
  }
}
