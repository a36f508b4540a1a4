/// Text that is safe to send to a terminal, with the number of columns it takes.
///
/// Everything from a log is made visible on the way in: an escape sequence in a user agent shows
/// as `\x1b[2J` instead of clearing the screen. Only this type goes on a page, so nothing can be
/// forgotten.
struct VisibleText: Equatable, Sendable, ExpressibleByStringInterpolation {
  let text: String
  /// Columns on a terminal.
  let width: Int

  /// More scalars than this in one character are an attack, not a script.
  private static let longestCharacter = 16

  /// Makes `raw` visible.
  init(_ raw: String) {
    if raw.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
      text = raw
      width = raw.utf8.count
    } else {
      text = Self.escaped(raw)
      width = text.reduce(0) { $0 + Self.width(of: $1) }
    }
  }

  init(stringLiteral value: String) { self.init(value) }

  private init(known text: String, width: Int) {
    self.text = text
    self.width = width
  }

  var isEmpty: Bool { text.isEmpty }

  /// The text, cut on a character's boundary and ended with `…` where it is wider than `limit`.
  func truncated(to limit: Int) -> VisibleText {
    guard width > limit else { return self }
    guard limit > 0 else { return "" }
    let kept = prefix(limit - 1)
    return VisibleText(known: kept.text + "…", width: kept.width + 1)
  }

  /// As many of the first characters as fit `columns`.
  func prefix(_ columns: Int) -> VisibleText {
    guard width > columns else { return self }
    var kept = ""
    var used = 0
    for character in text {
      let next = Self.width(of: character)
      if used + next > columns { break }
      kept.append(character)
      used += next
    }
    return VisibleText(known: kept, width: used)
  }

  /// The text without blanks at its end.
  var withoutTrailingBlanks: VisibleText {
    guard text.utf8.last == UInt8(ascii: " ") else { return self }
    let kept = text.utf8.reversed().drop { $0 == UInt8(ascii: " ") }.count
    let blanks = text.utf8.count - kept
    return VisibleText(known: String(text.dropLast(blanks)), width: width - blanks)
  }

  /// The text, cut or filled with blanks to exactly `columns`.
  func fitted(to columns: Int) -> VisibleText {
    let cut = truncated(to: columns)
    let blanks = String(repeating: " ", count: columns - cut.width)
    return VisibleText(known: cut.text + blanks, width: columns)
  }

  /// The text cut into pieces of at most `limit` columns, none of it lost; between words, so that
  /// paths can be copied. Words wider than that are cut, where they begin in the first half of a
  /// piece.
  func pieces(of limit: Int) -> [VisibleText] {
    guard width > limit else { return [self] }
    var pieces: [VisibleText] = []
    var piece = ""
    var used = 0
    for (place, character) in zip(text.indices, text) {
      let next = Self.width(of: character)
      if used + next > limit, !piece.isEmpty {
        let rest = Self.takeLastWord(from: &piece, before: text[place...], limit)
        pieces.append(VisibleText(piece))
        (piece, used) = (rest, VisibleText(rest).width)
      }
      piece.append(character)
      used += next
    }
    return pieces + [VisibleText(known: piece, width: used)]
  }

  /// Takes the begun word, which goes on in `text`, off the end of `piece`, where all of it fits
  /// into `limit` columns or enough stands before it.
  private static func takeLastWord(
    from piece: inout String, before text: Substring, _ limit: Int
  ) -> String {
    guard let blank = piece.lastIndex(of: " ") else { return "" }
    let rest = String(piece[piece.index(after: blank)...])
    let word = VisibleText(rest + text.prefix { $0 != " " })
    guard
      word.width <= limit
        || piece.distance(from: piece.startIndex, to: blank) > piece.count / 2
    else { return "" }
    piece = String(piece[..<blank])
    return rest
  }

  /// `raw` with every character that a terminal would act upon written as its code.
  static func escaped(_ raw: String) -> String {
    var escaped = ""
    for character in raw {
      if character.unicodeScalars.contains(where: \.isUnfitForDisplay) {
        for scalar in character.unicodeScalars { append(scalar, to: &escaped) }
      } else if character.utf8.count <= longestCharacter {
        escaped.append(character)
      } else {
        escaped.unicodeScalars.append(
          contentsOf: character.unicodeScalars.prefix(longestCharacter))
      }
    }
    return escaped
  }

  private static func append(_ scalar: Unicode.Scalar, to escaped: inout String) {
    switch scalar {
    case "\n": escaped += "\\n"
    case "\r": escaped += "\\r"
    case "\t": escaped += "\\t"
    case _ where scalar.isUnfitForDisplay:
      let digits = String(scalar.value, radix: 16)
      let isShort = scalar.value <= 0xFF
      let zeros = String(repeating: "0", count: max(0, (isShort ? 2 : 4) - digits.count))
      escaped += (isShort ? "\\x" : "\\u") + zeros + digits
    default: escaped.unicodeScalars.append(scalar)
    }
  }

  private static func width(of character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    if character.isASCII { return 1 }
    let isEmoji = character.unicodeScalars.dropFirst().contains { $0.value == 0xFE0F }
    let isFlag = (0x1F1E6...0x1F1FF).contains(first.value)
    return isEmoji || isFlag ? 2 : first.displayWidth
  }
}
