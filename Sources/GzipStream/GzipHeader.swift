/// Finds the end of a gzip header (RFC 1952, section 2.3).
///
///     1F 8B 08 flags time×4 xfl os │ [length×2 extra] [name 0] [comment 0] │ deflate data …
enum GzipHeader: Equatable {
  /// A header of this many bytes, of the kind that every compressor writes.
  case bytes(Int)
  /// The header goes on beyond the bytes at hand.
  case incomplete
  /// Not a header, or one with a checksum of its own or flags that nobody has defined.
  case unusual

  private static let extra: UInt8 = 1 << 2
  private static let name: UInt8 = 1 << 3
  private static let comment: UInt8 = 1 << 4
  /// The header's own checksum and the three reserved bits.
  private static let rare: UInt8 = 1 << 1 | 7 << 5

  /// The header that `bytes` has at `start`.
  init(in bytes: Span<UInt8>, at start: Int) {
    guard bytes.count - start >= 10 else {
      self = .incomplete
      return
    }
    let flags = bytes[start + 3]
    guard bytes[start] == 0x1F, bytes[start + 1] == 0x8B, bytes[start + 2] == 8,
      flags & Self.rare == 0
    else {
      self = .unusual
      return
    }
    var end = start + 10
    if flags & Self.extra != 0 {
      guard end + 2 <= bytes.count else {
        self = .incomplete
        return
      }
      end += 2 + Int(bytes[end]) + Int(bytes[end + 1]) << 8
    }
    for flag in [Self.name, Self.comment] where flags & flag != 0 {
      while end < bytes.count, bytes[end] != 0 { end += 1 }
      end += 1
    }
    self = end <= bytes.count ? .bytes(end - start) : .incomplete
  }
}
