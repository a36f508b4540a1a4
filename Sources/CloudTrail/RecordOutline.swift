package import ByteScan

/// The members of a record by name, found without reading what is in them.
///
///     {"userIdentity":{…},"eventTime":"2026-…","readOnly":true, … }
///      name           └ stepped over by its brackets, 64 bytes at a time
///
/// Most records are asked for their time, place and caller and then forgotten: this finds them at a
/// fraction of what a `JSONMap` costs. Where a name occurs twice, the last one counts, as it does
/// there. What stands inside strings, objects and arrays is not checked.
///
/// One value is meant to be reused for many records. Used by one thread.
package struct RecordOutline: Sendable {
  /// What a member is.
  package enum Kind: UInt8, Sendable {
    case absent, string, object, array
    /// A number, `true`, `false` or `null`.
    case literal
  }

  /// A member and where its value stands: of a string what is between the quotes.
  package struct Member: Sendable {
    package fileprivate(set) var kind = Kind.absent
    fileprivate var start: Int32 = 0
    fileprivate var end: Int32 = 0

    /// The bytes of the value.
    package var range: Range<Int> { Int(start)..<Int(end) }
  }

  private static let batchBlocks = 64

  /// What is compared of a name, and the next name of the same length.
  private struct Key: Sendable {
    var first: UInt64
    var last: UInt64
    /// Where the name stands in `text`.
    var start: Int
    var next: Int
  }

  private let names: [FieldName]
  /// The names, one behind the other.
  private var text: [UInt8] = []
  /// The first name of each length; -1 where there is none.
  private var firstOfLength: [Int]
  private var keys: [Key]
  /// What was found, in the order of the names.
  package private(set) var members: [Member]
  private var marks = [BlockMarks](repeating: BlockMarks(), count: batchBlocks)
  private let kernel: MarkKernel

  /// An outline of the members with these names, as short as 63 bytes.
  package init(names: [FieldName], kernel: MarkKernel = .fastest) {
    self.names = names
    self.kernel = kernel
    members = names.map { _ in Member() }
    firstOfLength = [Int](repeating: -1, count: 64)
    keys = []
    for (number, name) in names.enumerated() {
      precondition(name.bytes.count < 64, "a name is too long to be looked for")
      keys.append(
        Key(
          first: name.first, last: name.last, start: text.count,
          next: firstOfLength[name.bytes.count]))
      text += name.bytes
      firstOfLength[name.bytes.count] = number
    }
  }

  /// Finds the members of the object `bytes[range]`; false where it is none, or written in a way
  /// that only a `JSONMap` can tell (`take`).
  package mutating func read(_ bytes: Span<UInt8>, in range: Range<Int>) -> Bool {
    for number in members.indices { members[number].kind = .absent }
    var walk = OutlineWalk(end: range.upperBound)
    var state = MarkState()
    var start = range.lowerBound
    while start < range.upperBound {
      let wanted = min(Self.batchBlocks, (range.upperBound - start + 63) / 64)
      let blocks = min(wanted, (bytes.count - start) / 64)
      if blocks == 0 {
        markRest(bytes, from: start, &state)
      } else {
        Self.mark(bytes, from: start, blocks: blocks, kernel, &state, into: &marks)
      }
      for block in 0..<max(blocks, 1) {
        let isSound = walk.step(marks[block], at: start + block * 64, bytes) { name, member in
          note(name, member, bytes)
        }
        if !isSound { return false }
      }
      start += max(blocks, 1) * 64
    }
    return walk.isDone
  }

  /// Takes the members of the object that `map` maps.
  package mutating func take(_ map: JSONMap, _ bytes: Span<UInt8>) {
    for number in members.indices { members[number].kind = .absent }
    guard map.nodes.first?.kind == .object else { return }
    var node = 1
    while node < map.nodes.count {
      take(map, node, bytes)
      node = map.nodes[node].next
    }
  }

  private mutating func take(_ map: JSONMap, _ node: Int, _ bytes: Span<UInt8>) {
    let range = map.nodes[node].range
    let member = Member(
      kind: Self.kind(map.nodes[node].kind), start: Int32(range.lowerBound),
      end: Int32(range.upperBound))
    if !map.nodes[node].keyIsEscaped, let name = map.nodes[node].keyRange {
      _ = note(name, member, bytes)
    } else {
      let number = names.firstIndex { map.key(of: node, equals: $0, in: bytes) }
      if let number { members[number] = member }
    }
  }

  private static func kind(_ kind: JSONMap.Kind) -> Kind {
    switch kind {
    case .object: .object
    case .array: .array
    case .string: .string
    case .number, .bool, .null: .literal
    }
  }

  /// Notes a member where its name is asked for; false where the name is written with escapes.
  private mutating func note(_ name: Range<Int>, _ member: Member, _ bytes: Span<UInt8>) -> Bool {
    var number = name.count < 64 ? firstOfLength[name.count] : -1
    while number >= 0 {
      if isName(number, bytes, name) {
        members[number] = member
        return true
      }
      number = keys[number].next
    }
    return !JSONText.hasEscapes(bytes, name)
  }

  /// True where `bytes[range]` is the name with this number, which is as long.
  private func isName(_ number: Int, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    if range.count >= 8 {
      guard bytes.word64(at: range.lowerBound) == keys[number].first,
        bytes.word64(at: range.upperBound - 8) == keys[number].last
      else { return false }
      if range.count <= 16 { return true }
    }
    return JSONText.equal(text.span, from: keys[number].start, bytes, range)
  }

  /// A function of the parts, so that each is borrowed alone.
  private static func mark(
    _ bytes: Span<UInt8>, from start: Int, blocks: Int, _ kernel: MarkKernel,
    _ state: inout MarkState, into marks: inout [BlockMarks]
  ) {
    var span = marks.mutableSpan
    kernel.mark(bytes, from: start, blocks: blocks, state: &state, into: &span)
  }

  /// Marks the last bytes, which do not fill a block.
  private mutating func markRest(_ bytes: Span<UInt8>, from start: Int, _ state: inout MarkState) {
    var rest = JSONText.copy(bytes, start..<bytes.count)
    rest.append(contentsOf: repeatElement(0x20, count: 64 - rest.count))
    Self.mark(rest.span, from: 0, blocks: 1, kernel, &state, into: &marks)
  }
}

/// A walk over the marks of one object, bracket by bracket and at its own level quote by quote.
private struct OutlineWalk {
  /// What comes next at the level of the members.
  private enum Phase {
    case name, endOfName, string, endOfString, container, nothing
  }

  private let end: Int
  private var depth = 0
  private var phase = Phase.name
  private var name = 0..<0
  private var start = 0

  init(end: Int) { self.end = end }

  /// True behind the closing bracket of the object, which is the last byte.
  var isDone: Bool { phase == .nothing }

  /// Walks over a block that begins at `base`; `body` receives the name and the value of each
  /// member. False where the text is no object as `JSONMap` would have it.
  mutating func step(
    _ marks: BlockMarks, at base: Int, _ bytes: Span<UInt8>,
    _ body: (Range<Int>, RecordOutline.Member) -> Bool
  ) -> Bool {
    let inside = end - base >= 64 ? UInt64.max : (1 << UInt64(end - base)) - 1
    var open = marks.open & inside
    var close = marks.close & inside
    var quote = marks.quote & inside
    while true {
      if depth > 1 {
        guard let place = leave(&open, &close) else { return true }
        quote &= ~1 << place
        let last = base + Int(place)
        let kind: RecordOutline.Kind = bytes[start] == UInt8(ascii: "{") ? .object : .array
        guard body(name, member(kind, start..<last + 1)) else { return false }
        phase = .name
      }
      let all = open | close | quote
      if all == 0 { return true }
      let bit = all & (0 &- all)
      let place = base + all.trailingZeroBitCount
      let isQuote = quote & bit != 0
      let isOpen = open & bit != 0
      open &= ~bit
      close &= ~bit
      quote &= ~bit
      let isSound =
        isQuote
        ? meet(quoteAt: place, bytes, body)
        : isOpen ? enter(place, bytes) : finish(place)
      if !isSound { return false }
    }
  }

  /// Steps over brackets until the value ends; nil where it does not end in this block.
  private mutating func leave(_ open: inout UInt64, _ close: inout UInt64) -> UInt64? {
    if close.nonzeroBitCount < depth - 1 {
      depth += open.nonzeroBitCount - close.nonzeroBitCount
      return nil
    }
    while true {
      let all = open | close
      if all == 0 { return nil }
      let bit = all & (0 &- all)
      if open & bit != 0 {
        open &= ~bit
        depth += 1
      } else {
        close &= ~bit
        depth -= 1
        if depth == 1 { return UInt64(all.trailingZeroBitCount) }
      }
    }
  }

  private mutating func enter(_ place: Int, _ bytes: Span<UInt8>) -> Bool {
    depth += 1
    if depth == 1 { return phase == .name && bytes[place] == UInt8(ascii: "{") }
    return phase == .container && place == start
  }

  private mutating func finish(_ place: Int) -> Bool {
    guard depth == 1, phase == .name, place == end - 1 else { return false }
    depth = 0
    phase = .nothing
    return true
  }

  private mutating func meet(
    quoteAt place: Int, _ bytes: Span<UInt8>, _ body: (Range<Int>, RecordOutline.Member) -> Bool
  ) -> Bool {
    guard depth == 1 else { return false }
    switch phase {
    case .name:
      guard followsSeparator(place, bytes) else { return false }
      start = place + 1
      phase = .endOfName
    case .endOfName:
      name = start..<place
      return findValue(behind: place, bytes, body)
    case .string:
      start = place + 1
      phase = .endOfString
    case .endOfString:
      phase = .name
      return body(name, member(.string, start..<place))
    case .container, .nothing: return false
    }
    return true
  }

  /// True where a comma or the bracket of the object stands before the name at `place`.
  private func followsSeparator(_ place: Int, _ bytes: Span<UInt8>) -> Bool {
    var index = place - 1
    while index > 0, JSONText.isBlank(bytes[index]) { index -= 1 }
    return bytes[index] == UInt8(ascii: ",") || bytes[index] == UInt8(ascii: "{")
  }

  /// Finds what kind of value follows the name that ends at `place`, and all of it if it is short.
  private mutating func findValue(
    behind place: Int, _ bytes: Span<UInt8>, _ body: (Range<Int>, RecordOutline.Member) -> Bool
  ) -> Bool {
    var index = place + 1
    skipBlanks(&index, bytes)
    guard index < end, bytes[index] == UInt8(ascii: ":") else { return false }
    index += 1
    skipBlanks(&index, bytes)
    guard index < end else { return false }
    start = index
    switch bytes[index] {
    case UInt8(ascii: "\""): phase = .string
    case UInt8(ascii: "{"), UInt8(ascii: "["): phase = .container
    default:
      while index < end, !Self.endsLiteral(bytes[index]) { index += 1 }
      guard index > start else { return false }
      phase = .name
      return body(name, member(.literal, start..<index))
    }
    return true
  }

  private func skipBlanks(_ index: inout Int, _ bytes: Span<UInt8>) {
    while index < end, JSONText.isBlank(bytes[index]) { index += 1 }
  }

  private static func endsLiteral(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || JSONText.isBlank(byte)
  }

  private func member(_ kind: RecordOutline.Kind, _ range: Range<Int>) -> RecordOutline.Member {
    var member = RecordOutline.Member()
    member.kind = kind
    member.start = Int32(range.lowerBound)
    member.end = Int32(range.upperBound)
    return member
  }
}
