internal import ByteScan
internal import CloudTrail

/// Spares copies of texts that many facts have in common: of roles, providers, subjects, sessions.
///
/// A text of more than fifteen bytes takes memory of its own wherever it is read anew. A few
/// thousand are known, each at the place that its hash tells; there it takes over from the one
/// before it. So their number does not grow with what logs hold, and some texts have more than one
/// copy.
struct SharedTexts: Sendable {
  private static let size = 1 << 13

  /// For each hash the number of its text, from 1; 0 where there is none.
  private var numbers = [UInt16](repeating: 0, count: SharedTexts.size)
  private var texts: [String] = []

  /// A copy of `text` that others may have, too.
  mutating func shared(_ text: String?) -> String? {
    guard let text, text.utf8.count > 15 else { return text }
    let bytes = text.utf8Span.span
    let place = Int(truncatingIfNeeded: bytes.hashed() & UInt64(Self.size - 1))
    let number = Int(numbers[place])
    if number == 0 {
      texts.append(text)
      numbers[place] = UInt16(texts.count)
    } else if isText(number, bytes) {
      return texts[number - 1]
    } else {
      texts[number - 1] = text
    }
    return text
  }

  /// True where the text with this number has these bytes; `==` would also take other ones for the
  /// same characters.
  private func isText(_ number: Int, _ bytes: Span<UInt8>) -> Bool {
    let known = texts[number - 1].utf8Span.span
    return known.count == bytes.count && JSONText.equal(known, from: 0, bytes, 0..<bytes.count)
  }
}
