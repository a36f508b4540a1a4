/// What one block of 64 bytes holds; bit i of each word speaks of byte i of the block.
///
///     bytes    {"a":"x\"{"},
///     open     1............
///     close    ...........1.
///     quote    .1.1.1....1..
///     string   .11..11111...      from the opening quote up to, not including, the closing one
///
/// The words are exact for any bytes whatever, JSON or not: a byte is escaped when an odd number
/// of backslashes stands right before it, and every quote that is not escaped begins or ends a
/// string. Values may be sent between threads.
package struct BlockMarks: Equatable, Sendable {
  /// `{` or `[` outside strings.
  package var open: UInt64
  /// `}` or `]` outside strings.
  package var close: UInt64
  /// Bytes inside a string literal: its opening quote included, its closing quote excluded.
  package var string: UInt64
  /// Quotes that are not escaped, both opening and closing.
  package var quote: UInt64
  /// Raw line feeds (0x0A), inside or outside strings.
  package var newline: UInt64

  /// A block of which nothing is known to be marked.
  package init() {
    open = 0
    close = 0
    string = 0
    quote = 0
    newline = 0
  }
}
