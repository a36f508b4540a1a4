extension Span where Element == UInt8 {
  /// The four bytes from `offset` on as a little-endian number; traps where fewer are left.
  @inlinable
  package func word32(at offset: Int) -> UInt32 {
    precondition(offset >= 0 && offset <= count - 4, "a word reaches beyond the bytes")
    // Checked above; any four bytes are a number.
    return unsafe UInt32(
      littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// The eight bytes from `offset` on as a little-endian number; traps where fewer are left.
  @inlinable
  package func word64(at offset: Int) -> UInt64 {
    precondition(offset >= 0 && offset <= count - 8, "a word reaches beyond the bytes")
    // Checked above; any eight bytes are a number.
    return unsafe UInt64(
      littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
}

extension Span where Element == UInt8 {
  /// Appends all bytes to `output`.
  package func append(to output: inout [UInt8]) {
    // The array copies what it is given before it returns.
    unsafe withUnsafeBufferPointer { unsafe output.append(contentsOf: $0) }
  }

  /// The bytes as text; what is no UTF-8 becomes U+FFFD.
  package func decoded() -> String {
    // The string copies what it is given before it returns.
    unsafe withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }

  /// True where both hold the same bytes.
  package func isEqual(to other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    var offset = 0
    while offset + 8 <= count {
      if word64(at: offset) != other.word64(at: offset) { return false }
      offset += 8
    }
    while offset < count {
      if self[offset] != other[offset] { return false }
      offset += 1
    }
    return true
  }
}
