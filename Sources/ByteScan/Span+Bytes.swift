internal import CByteScan

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
    // The standard library writes the count of 0 into the storage that all empty arrays share.
    guard !isEmpty else { return }
    output.append(addingCapacity: count) { free in
      // There is room for `count` bytes; what the array and the span lend does not overlap.
      unsafe free.withUnsafeMutableBufferPointer { target, used in
        unsafe withUnsafeBufferPointer { source in
          guard let target = target.baseAddress, let source = source.baseAddress else { return }
          unsafe target.initialize(from: source, count: count)
          used = count
        }
      }
    }
  }

  /// Appends `prefix` and all bytes between quotes where they are printable ASCII, and none a quote
  /// or a backslash; false, and nothing is appended, where they are not.
  package func appendQuoted(behind prefix: Span<UInt8>, to output: inout [UInt8]) -> Bool {
    var isPlain = false
    let start = prefix.count + 1
    output.append(addingCapacity: start + count + 1) { free in
      // C reads `count` bytes of the span, which are lent for the call, and writes as many behind
      // the prefix and the first quote; there is room for all of them, and all are set where it
      // says true.
      unsafe free.withUnsafeMutableBufferPointer { target, used in
        unsafe withUnsafeBufferPointer { source in
          guard let target = target.baseAddress else { return }
          if let source = source.baseAddress {
            isPlain = unsafe bytescan_copy_plain(target + start, source, count)
          } else {
            isPlain = true
          }
          guard isPlain else { return }
          unsafe prefix.withUnsafeBufferPointer { prefix in
            guard let prefix = prefix.baseAddress else { return }
            unsafe target.initialize(from: prefix, count: start - 1)
          }
          unsafe target[start - 1] = UInt8(ascii: "\"")
          unsafe target[start + count] = UInt8(ascii: "\"")
          used = start + count + 1
        }
      }
    }
    return isPlain
  }

  /// The bytes as text; what is no UTF-8 becomes U+FFFD.
  package func decoded() -> String {
    // The string copies what it is given before it returns.
    unsafe withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }

  /// True where both hold the same bytes.
  package func isEqual(to other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    // Both are lent for the call, which reads `count` bytes of each.
    return unsafe withUnsafeBufferPointer { bytes in
      unsafe other.withUnsafeBufferPointer { others in
        guard let first = bytes.baseAddress, let second = others.baseAddress else { return true }
        return unsafe bytescan_equal(first, second, bytes.count)
      }
    }
  }
}

extension Span where Element == UInt8 {
  /// The first place from `start` on, before `end`, of a quote, a backslash or a control character;
  /// `end` where there is none.
  package func endOfPlainText(from start: Int, to end: Int) -> Int {
    precondition(end <= count, "the end lies outside the bytes")
    var index = start
    while index + 8 <= end {
      let word = word64(at: index)
      let quotes = word ^ 0x2222_2222_2222_2222
      let escapes = word ^ 0x5C5C_5C5C_5C5C_5C5C
      // A byte is zero where it borrows from its top bit; the lowest such byte is exact.
      let found =
        ((quotes &- ByteWord.ones) & ~quotes | (escapes &- ByteWord.ones) & ~escapes
          | (word &- 0x2020_2020_2020_2020) & ~word) & ByteWord.tops
      if found != 0 { return index + found.trailingZeroBitCount >> 3 }
      index += 8
    }
    while index < end {
      let byte = self[index]
      if byte == 0x22 || byte == 0x5C || byte < 0x20 { return index }
      index += 1
    }
    return end
  }

  /// True where one of the bytes is `byte`.
  package func holds(_ byte: UInt8) -> Bool {
    let wanted = UInt64(byte) &* ByteWord.ones
    var index = 0
    while index + 8 <= count {
      let word = word64(at: index) ^ wanted
      if (word &- ByteWord.ones) & ~word & ByteWord.tops != 0 { return true }
      index += 8
    }
    while index < count {
      if self[index] == byte { return true }
      index += 1
    }
    return false
  }

  /// Where the bytes of `part` stand first; nil where they do not.
  package func place(of part: Span<UInt8>) -> Int? {
    if part.count > count { return nil }
    if part.isEmpty { return 0 }
    // Both are lent for the call, which reads `count` bytes of each, and neither is empty.
    let place = unsafe withUnsafeBufferPointer { bytes in
      unsafe part.withUnsafeBufferPointer { part in
        unsafe bytescan_place(bytes.baseAddress, bytes.count, part.baseAddress, part.count)
      }
    }
    return place < 0 ? nil : Int(place)
  }

  /// A hash of all bytes, with a seed of this process: who writes the bytes cannot foresee it.
  package func hashed() -> UInt64 {
    // The bytes are lent for the call, which reads `count` of them.
    unsafe withUnsafeBufferPointer { bytes in
      unsafe bytescan_hash(bytes.baseAddress, bytes.count, ByteHash.seed)
    }
  }
}

/// Words of eight equal bytes.
private enum ByteWord {
  static let ones: UInt64 = 0x0101_0101_0101_0101
  static let tops: UInt64 = 0x8080_8080_8080_8080
}

/// What makes hashes of bytes those of this process.
private enum ByteHash {
  static let seed = UInt64.random(in: .min ... .max)
}
