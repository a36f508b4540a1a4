import CloudTrail

/// What is asked of one value.
///
/// Indirect: a test is passed on for each value that is asked, as one reference instead of all that
/// its largest case holds.
indirect enum ValueTest: Sendable {
  /// The field is missing or null.
  case null
  /// The field is there and not null, or the opposite.
  case exists(Bool)
  case text(TextPattern)
  /// A text with placeholders; `widest` is what matches whatever they stand for.
  case template(ValueText, isCased: Bool, widest: TextPattern)
  case regex(RegularExpression)
  case network(NetworkRange)
  /// An address inside one of the networks that a placeholder stands for.
  case networks(placeholder: String)
  case number(NumberTest)
  /// The value of another field, with the stars of `contains`, `startswith`, `endswith`.
  case field(FieldPath, FieldComparison)
  case time(TimeUnit, NumberTest)
}

extension ValueTest {
  /// The answer for one value, the text `value[place]`; fields are those of the record in `bytes`.
  func truth(
    _ value: Span<UInt8>, _ place: Range<Int>, _ map: JSONMap, _ bytes: Span<UInt8>,
    _ context: some MatchContext
  ) -> Truth {
    switch self {
    case .null, .exists: return .no
    case .text(let pattern): return Truth(pattern.matches(value, place))
    case .regex(let expression): return Truth(expression.matches(value, place))
    case .network(let network): return Truth(network.contains(value, place))
    case .networks(let name):
      guard NetworkRange.isAddress(value, place) else { return .no }
      guard let values = context.values(ofPlaceholder: name) else { return .maybe }
      return Truth(
        values.contains { NetworkRange($0.written)?.contains(value, place) ?? false })
    case .number(let test): return Truth(test.holds(for: Self.text(value, place)))
    case .time(let unit, let test):
      return Truth(
        unit.value(of: Self.text(value, place)).map { test.holds(for: "\($0)") } ?? false)
    case .template(let text, let isCased, let widest):
      guard widest.matches(value, place) else { return .no }
      if let name = text.onlyPlaceholder {
        return Self.isOne(
          of: context.values(ofPlaceholder: name), value, place, isCased: isCased)
      }
      guard let texts = text.filled(by: context.values(ofPlaceholder:)) else { return .maybe }
      for text in texts where TextPattern(text, isCased: isCased).matches(value, place) {
        return .yes
      }
      return .no
    case .field(let path, let comparison):
      guard let others = FieldValues.texts(of: path, map, bytes, context: context) else {
        return .maybe
      }
      for other in others
      where comparison.pattern(for: ValueText(literal: other)).matches(value, place) {
        return .yes
      }
      return .no
    }
  }

  /// Whether the text `value[place]` is one of those that a placeholder stands for; nil = not
  /// known.
  private static func isOne(
    of texts: [PlaceholderValue]?, _ value: Span<UInt8>, _ place: Range<Int>, isCased: Bool
  ) -> Truth {
    guard let texts else { return .maybe }
    return Truth(
      texts.contains { text in
        if case .literal(let literal) = text,
          let isSame = isSameByASCII(literal, value, place, isCased)
        {
          return isSame
        }
        return TextPattern(text.text, isCased: isCased).matches(value, place)
      })
  }

  /// Whether a literal and the text `value[place]` are the same, where neither has letters beyond
  /// ASCII before they differ; nil where that takes a pattern.
  private static func isSameByASCII(
    _ literal: String, _ value: Span<UInt8>, _ place: Range<Int>, _ isCased: Bool
  ) -> Bool? {
    var index = place.lowerBound
    for byte in literal.utf8 {
      guard byte < 0x80 else { return nil }
      guard index < place.upperBound else { return false }
      let other = value[index]
      guard other < 0x80 else { return nil }
      if byte != other, isCased || lowered(byte) != lowered(other) { return false }
      index += 1
    }
    return index == place.upperBound
  }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
  }

  private static func text(_ value: Span<UInt8>, _ place: Range<Int>) -> String {
    String(decoding: JSONText.copy(value, place), as: UTF8.self)
  }

  /// False where the JSON text of an object or array cannot pass, so that it need not be made.
  var mayMatchContainer: Bool {
    switch self {
    case .null, .exists, .network, .networks, .number, .time, .field: false
    case .regex, .template: true
    case .text(let pattern):
      switch pattern.shape {
      case .exact, .prefix: "{[".utf8.contains(pattern.literal.first ?? 0)
      default: true
      }
    }
  }
}

/// How the value of another field is compared.
struct FieldComparison: Hashable, Sendable {
  var starBefore = false
  var starAfter = false
  var isCased = false

  func pattern(for value: ValueText) -> TextPattern {
    TextPattern(value.surrounded(before: starBefore, after: starAfter), isCased: isCased)
  }
}

/// A comparison with a number.
///
/// Whole numbers that fit 64 bits compare exactly, others as floating point.
struct NumberTest: Hashable, Sendable {
  enum Relation: String, Hashable, Sendable {
    case greater = "gt"
    case atLeast = "gte"
    case less = "lt"
    case atMost = "lte"
    case equal = "eq"
    case different = "neq"

    func holds<Number: Comparable>(_ left: Number, _ right: Number) -> Bool {
      switch self {
      case .greater: left > right
      case .atLeast: left >= right
      case .less: left < right
      case .atMost: left <= right
      case .equal: left == right
      case .different: left != right
      }
    }
  }

  let relation: Relation
  private let whole: Int64?
  private let value: Double

  /// Nil where `text` is no number.
  init?(_ relation: Relation, _ text: String) {
    guard let value = Double(text), value.isFinite else { return nil }
    self.relation = relation
    whole = Int64(text)
    self.value = value
  }

  func holds(for text: String) -> Bool {
    if let whole, let other = Int64(text) { return relation.holds(other, whole) }
    guard let other = Double(text) else { return false }
    return relation.holds(other, value)
  }
}

/// A part of a time, as the modifiers `minute` … `year` take it from a timestamp.
enum TimeUnit: String, Hashable, Sendable {
  case minute, hour, day, week, month, year

  /// The part of an RFC 3339 time such as `2026-03-01T12:30:45Z`; nil where `text` is none.
  func value(of text: String) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 17, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      bytes[10] | 0x20 == UInt8(ascii: "t"), bytes[13] == UInt8(ascii: ":"),
      let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
      let day = Self.number(bytes[8..<10]), let hour = Self.number(bytes[11..<13]),
      let minute = Self.number(bytes[14..<16]), (1...12).contains(month)
    else { return nil }
    switch self {
    case .minute: return minute
    case .hour: return hour
    case .day: return day
    case .week: return Self.week(year: year, month: month, day: day)
    case .month: return month
    case .year: return year
    }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for digit in digits {
      guard digit &- 0x30 < 10 else { return nil }
      value = value * 10 + Int(digit - 0x30)
    }
    return value
  }

  /// The week of ISO 8601: the first one is that with the year's first Thursday.
  private static func week(year: Int, month: Int, day: Int) -> Int {
    let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334][month - 1]
    let ordinal = before + day + (month > 2 && isLeap(year) ? 1 : 0)
    let weekday = (firstWeekday(year) + ordinal - 2) % 7 + 1
    let week = (ordinal - weekday + 10) / 7
    if week == 0 { return weeks(in: year - 1) }
    return week > weeks(in: year) ? 1 : week
  }

  private static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// The weekday of 1 January: 1 is Monday.
  private static func firstWeekday(_ year: Int) -> Int {
    let past = year - 1
    return (past * 365 + past / 4 - past / 100 + past / 400) % 7 + 1
  }

  private static func weeks(in year: Int) -> Int {
    let first = firstWeekday(year)
    return first == 4 || (first == 3 && isLeap(year)) ? 53 : 52
  }
}
