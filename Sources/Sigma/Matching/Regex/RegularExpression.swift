/// A regular expression that cannot run away.
///
/// Rules come from strangers, and a backtracking engine can be sent to sleep by one of them:
/// `(a+)+$`. This one follows all ways through the expression at once, one character at a time, so
/// that its time is at most the length of the text times the size of the expression. The price is
/// the usual one of such engines: back references, look-around, atomic groups and possessive
/// quantifiers are refused with a message.
///
///     ab|c*      0 split 1, 4     1 a     2 b     3 jump 7
///                4 split 5, 7     5 c     6 jump 4     7 match
///
/// The search is not anchored, as in Sigma; `$` is the end of the text, or of a line with `m`.
package struct RegularExpression: Hashable, Sendable {
  /// The flags of the modifiers `i`, `m` and `s`.
  package struct Flags: Hashable, Sendable {
    /// Letters match in both cases.
    package var ignoresCase = false
    /// `^` and `$` match at line breaks too.
    package var isMultiline = false
    /// `.` matches line breaks too.
    package var dotMatchesAll = false

    /// No flags.
    package init() {}
  }

  /// What is wrong with an expression, and the offset in Unicode scalars where.
  package struct Fault: Error, Hashable, Sendable {
    /// What is wrong, as a phrase.
    package let reason: String
    /// How many scalars of the expression stand before the fault.
    package let offset: Int
  }

  /// How many characters an expression may have.
  package static let lengthLimit = 2_000
  /// How many steps an expression may compile to, counted repetitions written out.
  package static let sizeLimit = 2_000

  private let program: [RegexStep]
  /// The longest text that every match holds, in lower case; empty where there is none.
  let requiredText: [UInt8]
  private let prefilter: TextPattern

  /// Compiles an expression.
  package init(_ pattern: String, flags: Flags = Flags()) throws(Fault) {
    if pattern.unicodeScalars.count > Self.lengthLimit {
      throw Fault(
        reason: "the regular expression has more than \(Self.lengthLimit) characters", offset: 0)
    }
    var parser = RegexParser(pattern, flags: flags)
    let tree = try parser.parse()
    var compiler = RegexCompiler()
    try compiler.add(tree)
    program = compiler.finished()
    requiredText = tree.requiredText
    let text = ValueText(bytes: requiredText).surrounded(before: true, after: true)
    prefilter = TextPattern(text, isCased: false)
  }

  /// True where some part of `bytes[range]`, read as UTF-8, matches.
  package func matches(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard prefilter.matches(bytes, range) else { return false }
    var current = ThreadSet(capacity: program.count)
    var following = ThreadSet(capacity: program.count)
    var index = range.lowerBound
    var before: UInt32?
    while true {
      let (scalar, next) = Self.scalar(bytes, at: index, limit: range.upperBound)
      let edge = Edge(before: before, after: scalar)
      current.add(0)
      current.pursue(program, edge)
      if current.hasMatched { return true }
      guard let scalar else { return false }
      following.removeAll()
      for step in current.steps {
        if case .scalar(let set) = program[step], set.contains(scalar) {
          following.add(step + 1)
        }
      }
      swap(&current, &following)
      (before, index) = (scalar, next)
    }
  }

  /// True where some part of `text` matches.
  package func matches(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return matches(bytes.span, 0..<bytes.count)
  }

  /// The scalar at `index` and the index behind it; a broken byte counts as U+FFFD.
  private static func scalar(_ bytes: Span<UInt8>, at index: Int, limit: Int) -> (UInt32?, Int) {
    guard index < limit else { return (nil, index) }
    let first = bytes[index]
    if first < 0x80 { return (UInt32(first), index + 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, index + length <= limit else { return (0xFFFD, index + 1) }
    var value = UInt32(first) & (0xFF >> UInt32(length + 1))
    for offset in 1..<length {
      guard bytes[index + offset] & 0xC0 == 0x80 else { return (0xFFFD, index + 1) }
      value = value << 6 | UInt32(bytes[index + offset] & 0x3F)
    }
    return (value, index + length)
  }
}

/// One step of a compiled expression.
enum RegexStep: Hashable, Sendable {
  case scalar(ScalarSet)
  case split(Int, Int)
  case jump(Int)
  case edge(RegexEdge)
  case match
}

/// A condition on what stands before and behind a place.
enum RegexEdge: Hashable, Sendable {
  case textStart, textEnd, lineStart, lineEnd, wordEdge, noWordEdge
}

/// The scalars on both sides of a place; nil at the ends of the text.
struct Edge {
  let before: UInt32?
  let after: UInt32?

  func holds(_ edge: RegexEdge) -> Bool {
    switch edge {
    case .textStart: before == nil
    case .textEnd: after == nil
    case .lineStart: before == nil || before == 0x0A
    case .lineEnd: after == nil || after == 0x0A
    case .wordEdge: isWord(before) != isWord(after)
    case .noWordEdge: isWord(before) == isWord(after)
    }
  }

  private func isWord(_ scalar: UInt32?) -> Bool {
    scalar.map { ScalarSet.word.contains($0) } ?? false
  }
}

/// The steps that are alive at one place of the text.
private struct ThreadSet {
  private(set) var steps: [Int] = []
  private(set) var hasMatched = false
  private var isMember: [Bool]

  init(capacity: Int) {
    isMember = Array(repeating: false, count: capacity)
  }

  mutating func removeAll() {
    for step in steps { isMember[step] = false }
    steps.removeAll(keepingCapacity: true)
    hasMatched = false
  }

  mutating func add(_ step: Int) {
    guard !isMember[step] else { return }
    isMember[step] = true
    steps.append(step)
  }

  /// Adds every step that is reached without reading a scalar.
  mutating func pursue(_ program: [RegexStep], _ edge: Edge) {
    var index = 0
    while index < steps.count {
      switch program[steps[index]] {
      case .split(let first, let second):
        add(first)
        add(second)
      case .jump(let target): add(target)
      case .edge(let condition): if edge.holds(condition) { add(steps[index] + 1) }
      case .match: hasMatched = true
      case .scalar: break
      }
      index += 1
    }
  }
}
