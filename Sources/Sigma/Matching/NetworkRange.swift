import CloudTrail

/// An IPv4 or IPv6 address, or a range of them in CIDR form: `10.0.0.0/8`, `2001:db8::/32`.
///
/// An IPv4 address written as IPv6 (`::ffff:10.0.0.1`) is the IPv4 one.
package struct NetworkRange: Hashable, Sendable {
  private let base: NetworkAddress
  private let prefixLength: Int

  /// Reads an address or a range; nil where the text is neither.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    let slash = bytes.firstIndex(of: UInt8(ascii: "/"))
    guard let base = NetworkAddress(bytes.span, 0..<(slash ?? bytes.count)) else { return nil }
    var length = base.isIPv4 ? 32 : 128
    if let slash {
      let digits = bytes[(slash + 1)...]
      guard digits.count <= 3, digits.allSatisfy({ $0 &- 0x30 < 10 }),
        let number = Int(String(decoding: digits, as: UTF8.self)), number <= length
      else { return nil }
      length = number
    }
    self.base = base
    prefixLength = base.isIPv4 ? length + 96 : length
  }

  /// True where `bytes[range]` is an address inside; anything else is outside.
  package func contains(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    NetworkAddress(bytes, range).map { contains($0) } ?? false
  }

  /// True where `address` is inside.
  package func contains(_ address: NetworkAddress) -> Bool {
    guard address.isIPv4 == base.isIPv4 else { return false }
    let high = Self.mask(prefixLength)
    let low = Self.mask(prefixLength - 64)
    return address.high & high == base.high & high && address.low & low == base.low & low
  }

  /// True where `bytes[range]` is an address at all.
  static func isAddress(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    NetworkAddress(bytes, range) != nil
  }

  private static func mask(_ bits: Int) -> UInt64 {
    bits <= 0 ? 0 : bits >= 64 ? .max : ~(UInt64.max >> UInt64(bits))
  }
}

/// An IPv4 or IPv6 address, for those who ask many ranges for it.
package struct NetworkAddress: Hashable, Sendable {
  /// 128 bits; IPv4 sits in the mapped range.
  fileprivate var high: UInt64 = 0
  fileprivate var low: UInt64 = 0

  fileprivate var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

  /// Reads an address; nil where the text is none.
  package init?(_ text: String) {
    let utf8 = text.utf8Span
    self.init(utf8.span, 0..<utf8.count)
  }

  fileprivate init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    guard range.count >= 2, range.count <= 45 else { return nil }
    if let number = Self.dotted(bytes, range) {
      low = 0xFFFF << 32 | UInt64(number)
    } else if let groups = Self.groups(bytes, range) {
      high = groups[..<4].reduce(0) { $0 << 16 | UInt64($1) }
      low = groups[4...].reduce(0) { $0 << 16 | UInt64($1) }
    } else {
      return nil
    }
  }

  /// Four decimal numbers without leading zeros.
  private static func dotted(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt32? {
    var number: UInt32 = 0
    var part: UInt32 = 0
    var digits = 0
    var parts = 1
    for index in range {
      let byte = bytes[index]
      if byte == UInt8(ascii: ".") {
        guard digits > 0, parts < 4 else { return nil }
        number = number << 8 | part
        (part, digits, parts) = (0, 0, parts + 1)
        continue
      }
      guard byte &- 0x30 < 10, digits < 3, digits == 0 || part > 0 else { return nil }
      part = part * 10 + UInt32(byte - 0x30)
      digits += 1
      if part > 255 { return nil }
    }
    return parts == 4 && digits > 0 ? number << 8 | part : nil
  }

  /// Eight groups of hexadecimal digits; `::` fills up with zeros.
  private static func groups(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt16]? {
    var groups: [UInt16] = []
    var gap: Int?
    var index = range.lowerBound
    let end = range.upperBound
    while index < end {
      if bytes[index] == UInt8(ascii: ":") {
        guard index + 1 < end, bytes[index + 1] == UInt8(ascii: ":"), gap == nil else { return nil }
        gap = groups.count
        index += 2
        continue
      }
      if groups.count <= 6, let tail = dotted(bytes, index..<end) {
        groups += [UInt16(tail >> 16), UInt16(tail & 0xFFFF)]
        return filled(groups, gap)
      }
      guard let (group, next) = hexadecimal(bytes, index, end), groups.count < 8 else { return nil }
      groups.append(group)
      index = next
      guard index < end, bytes[index] == UInt8(ascii: ":") else { continue }
      let isGap = index + 1 < end && bytes[index + 1] == UInt8(ascii: ":")
      if !isGap { index += 1 }
      if index == end { return nil }
    }
    return filled(groups, gap)
  }

  private static func hexadecimal(_ bytes: Span<UInt8>, _ start: Int, _ end: Int)
    -> (UInt16, Int)?
  {
    var value: UInt16 = 0
    var index = start
    while index < end, index - start < 4, let digit = hexValue(bytes[index]) {
      value = value << 4 | digit
      index += 1
    }
    guard index > start, index == end || bytes[index] == UInt8(ascii: ":") else { return nil }
    return (value, index)
  }

  private static func filled(_ groups: [UInt16], _ gap: Int?) -> [UInt16]? {
    guard let gap else { return groups.count == 8 ? groups : nil }
    guard groups.count < 8 else { return nil }
    let zeros = Array(repeating: UInt16(0), count: 8 - groups.count)
    return Array(groups[..<gap]) + zeros + Array(groups[gap...])
  }

  private static func hexValue(_ byte: UInt8) -> UInt16? {
    switch byte {
    case 0x30...0x39: UInt16(byte) - 0x30
    case 0x61...0x66: UInt16(byte) - 0x57
    case 0x41...0x46: UInt16(byte) - 0x37
    default: nil
    }
  }
}
