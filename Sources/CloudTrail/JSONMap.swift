package import ByteScan

/// A map of one JSON value: where each part begins and ends, nothing decoded.
///
/// The map holds a node for each value in document order; the nodes of a subtree are neighbours,
/// and `next` leads behind them. A lookup walks the children of one object and skips what it does
/// not want; text is decoded when asked for. The bytes are not kept: pass the same ones again.
///
///     {"a":[1,{"b":"x"}],"c":null}
///
///     node   0 object   1 array "a"   2 number   3 object   4 string "b"   5 null "c"
///     next   6          5             3          5          5              6
///
/// One value is meant to be reused for many records: `read` keeps the storage of the last one.
package struct JSONMap: Sendable {
  /// What a value is.
  package enum Kind: UInt8, Sendable {
    case object, array, string, number, bool, null
  }

  /// One value and its place.
  package typealias Node = ValueNode

  /// All values in document order; the root is the first.
  package private(set) var nodes: [Node] = []

  /// What finds the values.
  let kernel: MarkKernel

  /// A map of nothing yet; `kernel` finds the values. With `.plain`, members are searched for in
  /// Swift as well.
  package init(kernel: MarkKernel = .fastest) { self.kernel = kernel }

  /// Maps the JSON value in `bytes[range]`, which blanks may surround.
  ///
  /// Throws where the text is not RFC 8259 JSON or nests deeper than `nesting`; offsets count from
  /// the start of `bytes`.
  package mutating func read(
    _ bytes: Span<UInt8>, in range: Range<Int>, nesting: Int = 256
  ) throws(RecordError) {
    if kernel.map(bytes, in: range, nesting: nesting, into: &nodes) { return }
    var parser = JSONMapParser(position: range.lowerBound, end: range.upperBound, limit: nesting)
    parser.skipBlanks(bytes)
    try parser.value(bytes, into: &nodes)
    parser.skipBlanks(bytes)
    if parser.position < range.upperBound {
      throw RecordError(.notJSON("text follows the value"), at: parser.position)
    }
  }

  /// Maps the JSON object that begins at `start`, which other text may follow; returns its end.
  ///
  /// Nil where that must be told otherwise: see `MarkKernel.map(_:objectAt:nesting:into:_:)`.
  package mutating func read(
    _ bytes: Span<UInt8>, objectAt start: Int, nesting: Int, _ ahead: inout QuotesAhead
  ) -> Int? {
    kernel.map(bytes, objectAt: start, nesting: nesting, into: &nodes, &ahead)
  }

  /// Maps all of `bytes`.
  package mutating func read(_ bytes: Span<UInt8>, nesting: Int = 256) throws(RecordError) {
    try read(bytes, in: 0..<bytes.count, nesting: nesting)
  }

  /// The nodes directly inside node `parent`, in order.
  package func children(of parent: Int) -> Children {
    Children(map: self, position: parent + 1, end: nodes[parent].next)
  }

  /// The member of object `parent` whose key is `name`; the last one where several are.
  ///
  /// Nil where `parent` is no object. A key written with escapes is decoded for the comparison.
  package func member(_ name: FieldName, of parent: Int, in bytes: Span<UInt8>) -> Int? {
    if case .plain = kernel { return plainMember(name, of: parent, in: bytes) }
    return switch nodes.span.member(name.bytes.span, of: parent, in: bytes) {
    case .node(let node): node
    case .absent: nil
    case .unsure: plainMember(name, of: parent, in: bytes)
    }
  }

  /// What `member` finds, by comparing decoded keys.
  func plainMember(_ name: FieldName, of parent: Int, in bytes: Span<UInt8>) -> Int? {
    guard nodes[parent].kind == .object else { return nil }
    var found: Int?
    var index = parent + 1
    let end = nodes[parent].next
    while index < end {
      if key(of: index, equals: name, in: bytes) { found = index }
      index = nodes[index].next
    }
    return found
  }

  /// The value that a chain of member names leads to; objects only, no array descent.
  package func value(_ path: FieldName..., in bytes: Span<UInt8>) -> Int? {
    var node = 0
    guard !nodes.isEmpty else { return nil }
    for name in path {
      guard let child = member(name, of: node, in: bytes) else { return nil }
      node = child
    }
    return node
  }

  /// True where the key of node `index` is `name`.
  package func key(of index: Int, equals name: FieldName, in bytes: Span<UInt8>) -> Bool {
    guard let range = nodes[index].keyRange else { return false }
    if nodes[index].keyIsEscaped {
      return JSONText.decode(bytes, range).elementsEqual(name.bytes)
    }
    return name.isEqual(to: bytes, range)
  }

  /// The decoded key of node `index`, or nil where it has none.
  package func keyText(of index: Int, in bytes: Span<UInt8>) -> String? {
    nodes[index].keyRange.map { range in
      String(decoding: JSONText.decode(bytes, range), as: UTF8.self)
    }
  }

  /// The decoded text of a string, or the literal text of a number, `true` or `false`.
  ///
  /// Nil for null, objects and arrays.
  package func text(of index: Int, in bytes: Span<UInt8>) -> String? {
    switch nodes[index].kind {
    case .object, .array, .null: return nil
    case .string where nodes[index].isEscaped:
      return String(decoding: JSONText.decode(bytes, nodes[index].range), as: UTF8.self)
    default: return JSONText.string(bytes, nodes[index].range)
    }
  }

  /// The bytes of what `text(of:in:)` gives.
  package func scalar(of index: Int, in bytes: Span<UInt8>) -> [UInt8]? {
    let node = nodes[index]
    switch node.kind {
    case .object, .array, .null: return nil
    case .string where node.isEscaped: return JSONText.decode(bytes, node.range)
    default: return JSONText.copy(bytes, node.range)
    }
  }

  /// The nodes directly inside an object or array.
  package struct Children: Sequence, IteratorProtocol {
    private let map: JSONMap
    private var position: Int
    private let end: Int

    fileprivate init(map: JSONMap, position: Int, end: Int) {
      self.map = map
      self.position = position
      self.end = end
    }

    /// The index of the next child.
    package mutating func next() -> Int? {
      guard position < end else { return nil }
      defer { position = map.nodes[position].next }
      return position
    }
  }
}

/// A member name as UTF-8 bytes, ready to be compared.
package struct FieldName: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The bytes of the name.
  package let bytes: [UInt8]

  /// The name with this text.
  package init(_ text: String) { self.init(utf8: Array(text.utf8)) }

  /// The name with the text that these bytes are.
  package init(utf8 bytes: [UInt8]) { self.bytes = bytes }

  /// The name with this text.
  package init(stringLiteral text: String) { self.init(text) }

  /// True where `source[range]` is the name, byte for byte.
  func isEqual(to source: Span<UInt8>, _ range: Range<Int>) -> Bool {
    source.extracting(range).isEqual(to: bytes.span)
  }
}

/// Recursive descent over one JSON text; only places are noted.
///
/// The plain twin of `MarkKernel.map`, which gives the same nodes and refuses the same texts; this
/// one says why.
private struct JSONMapParser {
  var position: Int
  let end: Int
  let limit: Int
  var depth = 0
  /// The key of the value that comes next.
  private var keyRange: Range<Int>?
  private var keyIsEscaped = false

  init(position: Int, end: Int, limit: Int) {
    self.position = position
    self.end = end
    self.limit = limit
  }

  mutating func skipBlanks(_ bytes: Span<UInt8>) {
    while position < end, bytes[position] <= 0x20, JSONText.isBlank(bytes[position]) {
      position += 1
    }
  }

  mutating func value(_ bytes: Span<UInt8>, into nodes: inout [JSONMap.Node]) throws(RecordError) {
    guard position < end else { throw RecordError(.unfinished, at: position) }
    switch bytes[position] {
    case UInt8(ascii: "{"): try object(bytes, into: &nodes)
    case UInt8(ascii: "["): try array(bytes, into: &nodes)
    case UInt8(ascii: "\""):
      let (range, isEscaped) = try string(bytes)
      append(.string, range, isEscaped: isEscaped, to: &nodes)
    case UInt8(ascii: "t"): try literal(Self.trueWord, .bool, bytes, into: &nodes)
    case UInt8(ascii: "f"): try literal(Self.falseWord, .bool, bytes, into: &nodes)
    case UInt8(ascii: "n"): try literal(Self.nullWord, .null, bytes, into: &nodes)
    default: try number(bytes, into: &nodes)
    }
  }

  /// Appends a value with the key that was read before it.
  private mutating func append(
    _ kind: JSONMap.Kind, _ range: Range<Int>, isEscaped: Bool = false,
    to nodes: inout [JSONMap.Node]
  ) {
    var node = JSONMap.Node(rawKind: kind.rawValue, range, next: nodes.count + 1)
    node.escaped = isEscaped ? 1 : 0
    node.keyEscaped = keyIsEscaped ? 1 : 0
    if let keyRange {
      node.keyStart = Int32(keyRange.lowerBound)
      node.keyEnd = Int32(keyRange.upperBound)
    }
    nodes.append(node)
    keyRange = nil
    keyIsEscaped = false
  }

  private mutating func object(_ bytes: Span<UInt8>, into nodes: inout [JSONMap.Node])
    throws(RecordError)
  {
    let own = try enter(.object, into: &nodes)
    skipBlanks(bytes)
    if position < end, bytes[position] == UInt8(ascii: "}") {
      return leave(own, &nodes)
    }
    while true {
      skipBlanks(bytes)
      try expect(UInt8(ascii: "\""), "a member name", bytes)
      let (key, isEscaped) = try string(bytes)
      skipBlanks(bytes)
      try expect(UInt8(ascii: ":"), "a colon", bytes)
      position += 1
      skipBlanks(bytes)
      keyRange = key
      keyIsEscaped = isEscaped
      try value(bytes, into: &nodes)
      skipBlanks(bytes)
      if try endsList(with: UInt8(ascii: "}"), bytes) { return leave(own, &nodes) }
    }
  }

  private mutating func array(_ bytes: Span<UInt8>, into nodes: inout [JSONMap.Node])
    throws(RecordError)
  {
    let own = try enter(.array, into: &nodes)
    skipBlanks(bytes)
    if position < end, bytes[position] == UInt8(ascii: "]") { return leave(own, &nodes) }
    while true {
      skipBlanks(bytes)
      try value(bytes, into: &nodes)
      skipBlanks(bytes)
      if try endsList(with: UInt8(ascii: "]"), bytes) { return leave(own, &nodes) }
    }
  }

  private mutating func enter(_ kind: JSONMap.Kind, into nodes: inout [JSONMap.Node])
    throws(RecordError) -> Int
  {
    depth += 1
    if depth > limit { throw RecordError(.tooDeep(limit: limit), at: position) }
    append(kind, position..<position + 1, to: &nodes)
    position += 1
    return nodes.count - 1
  }

  /// Notes the end of the object or array `own`, whose closing bracket stands here.
  private mutating func leave(_ own: Int, _ nodes: inout [JSONMap.Node]) {
    position += 1
    depth -= 1
    nodes[own].end = Int32(position)
    nodes[own].nextNode = Int32(nodes.count)
  }

  /// True at the closing bracket; steps over a comma.
  private mutating func endsList(with bracket: UInt8, _ bytes: Span<UInt8>) throws(RecordError)
    -> Bool
  {
    guard position < end else { throw RecordError(.unfinished, at: position) }
    if bytes[position] == bracket { return true }
    try expect(UInt8(ascii: ","), "a comma or closing bracket", bytes)
    position += 1
    return false
  }

  private func expect(_ byte: UInt8, _ what: String, _ bytes: Span<UInt8>) throws(RecordError) {
    guard position < end else { throw RecordError(.unfinished, at: position) }
    guard bytes[position] == byte else {
      throw RecordError(.notJSON("\(what) is missing"), at: position)
    }
  }

  private mutating func string(_ bytes: Span<UInt8>) throws(RecordError) -> (Range<Int>, Bool) {
    let start = position + 1
    var isEscaped = false
    var index = start
    while true {
      index = bytes.endOfPlainText(from: index, to: end)
      guard index < end else { break }
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        position = index + 1
        return (start..<index, isEscaped)
      }
      guard byte == UInt8(ascii: "\\") else {
        throw RecordError(.notJSON("a raw control character"), at: index)
      }
      isEscaped = true
      index = try JSONText.endOfEscape(bytes, at: index, limit: end)
    }
    throw RecordError(.unfinished, at: index)
  }

  private static let trueWord = Array("true".utf8)
  private static let falseWord = Array("false".utf8)
  private static let nullWord = Array("null".utf8)

  private mutating func literal(
    _ text: [UInt8], _ kind: JSONMap.Kind, _ bytes: Span<UInt8>,
    into nodes: inout [JSONMap.Node]
  ) throws(RecordError) {
    let start = position
    for byte in text {
      guard position < end else { throw RecordError(.unfinished, at: position) }
      guard bytes[position] == byte else {
        throw RecordError(.notJSON("an unknown word"), at: start)
      }
      position += 1
    }
    append(kind, start..<position, to: &nodes)
  }

  private mutating func number(_ bytes: Span<UInt8>, into nodes: inout [JSONMap.Node])
    throws(RecordError)
  {
    let start = position
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    let whole = digits(bytes)
    if whole == 0 || (whole > 1 && bytes[position - whole] == UInt8(ascii: "0")) {
      throw RecordError(.notJSON("a value is missing"), at: start)
    }
    if position < end, bytes[position] == UInt8(ascii: ".") {
      position += 1
      if digits(bytes) == 0 { throw RecordError(.notJSON("digits are missing"), at: position) }
    }
    if position < end, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < end, bytes[position] == UInt8(ascii: "+") || bytes[position] == 0x2D {
        position += 1
      }
      if digits(bytes) == 0 { throw RecordError(.notJSON("digits are missing"), at: position) }
    }
    append(.number, start..<position, to: &nodes)
  }

  private mutating func digits(_ bytes: Span<UInt8>) -> Int {
    let start = position
    while position < end, bytes[position] &- 0x30 < 10 { position += 1 }
    return position - start
  }
}
