/// What the kernels must remember between one block and the next.
///
/// A value for each stream of bytes; a new one stands at the start of a document.
package struct MarkState: Equatable, Sendable {
  /// 1 where the next byte is escaped by a backslash before it, else 0.
  var escape: UInt64 = 0
  /// All ones where the next byte stands inside a string, else 0.
  var string: UInt64 = 0

  /// The state at the start of a document: outside strings, nothing escaped.
  package init() {}

  /// True where the next byte stands inside a string literal (or is its closing quote).
  package var isInString: Bool { string != 0 }
}
