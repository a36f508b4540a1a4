package import Sigma

/// Reads the YAML inside the program a tenth as long as a YAML library does.
///
/// It knows the little that these texts use: block mappings and sequences, lists and mappings in
/// brackets, scalars on one line, text behind `>-`, comments, anchors and aliases. Of anything else
/// it says that it cannot read it, and `YAMLReader` has to; texts that people write always go
/// there. A test holds both equal, places included.
package struct PlainYAML {
  /// What stands here is not of the kind that is read.
  struct Unreadable: Error {}

  let bytes: [UInt8]
  var position = 0
  var line = 1
  var lineStart = 0
  var anchors: [String: YAMLNode] = [:]

  private init(_ source: SourceText) {
    bytes = Array(source.text.utf8)
  }

  /// The documents of a text, those without content left out; nil where it takes `YAMLReader`.
  package static func documents(of source: SourceText) -> [YAMLNode]? {
    var reader = PlainYAML(source)
    return try? reader.documents()
  }

  private mutating func documents() throws(Unreadable) -> [YAMLNode] {
    var roots: [YAMLNode] = []
    repeat {
      if reads("---") { position += 3 }
      skipBlank()
      if !isEnd { roots.append(try block(at: 0)) }
      anchors = [:]
    } while reads("---")
    guard position == bytes.count else { throw Unreadable() }
    return roots
  }

  // MARK: Blocks

  /// The value whose first sign is here, in lines of its own.
  private mutating func block(at column: Int) throws(Unreadable) -> YAMLNode {
    guard self.column == column else { throw Unreadable() }
    return isDash ? try sequence(at: column) : try mapping(at: column)
  }

  private mutating func sequence(at column: Int) throws(Unreadable) -> YAMLNode {
    let place = place
    var elements: [YAMLNode] = []
    while self.column == column, isDash, !isEnd {
      position += 1
      skipSpaces()
      elements.append(try element(in: column))
    }
    if !isEnd, self.column > column { throw Unreadable() }
    return YAMLNode(.sequence(elements), at: place)
  }

  /// What stands behind a dash: a mapping that begins there, or a value on the line.
  private mutating func element(in column: Int) throws(Unreadable) -> YAMLNode {
    guard byte != 0x0A else { throw Unreadable() }
    if isKey { return try mapping(at: self.column) }
    let value = try lineValue(in: column)
    skipBlank()
    return value
  }

  private mutating func mapping(at column: Int) throws(Unreadable) -> YAMLNode {
    let place = place
    var pairs: [YAMLNode.Pair] = []
    while self.column == column, !isDash, !isEnd {
      let key = try key()
      if pairs.contains(where: { $0.key.text == key.text }) { throw Unreadable() }
      skipSpaces()
      pairs.append(YAMLNode.Pair(key: key, value: try value(in: column)))
      skipBlank()
    }
    if !isEnd, self.column > column { throw Unreadable() }
    return YAMLNode(.mapping(pairs), at: place)
  }

  private mutating func key() throws(Unreadable) -> YAMLNode {
    let key = try scalar(isFlow: false)
    guard byte == UInt8(ascii: ":") else { throw Unreadable() }
    position += 1
    return key
  }

  /// The value behind a key of a mapping at `column`: on the line or in the lines below.
  private mutating func value(in column: Int) throws(Unreadable) -> YAMLNode {
    let start = place
    let name = try anchor()
    var node: YAMLNode
    if byte == 0x0A || byte == UInt8(ascii: "#") {
      skipBlank()
      guard self.column > column || self.column == column && isDash, !isEnd else {
        throw Unreadable()
      }
      node = byte.opensFlow ? try flow() : try block(at: self.column)
    } else {
      node = try lineValue(in: column)
    }
    if let name {
      node = YAMLNode(node.content, at: start)
      anchors[name] = node
    }
    return node
  }

  /// A value that begins on a line whose owner stands at `column`.
  private mutating func lineValue(in column: Int) throws(Unreadable) -> YAMLNode {
    if byte.opensFlow { return try flow() }
    switch byte {
    case UInt8(ascii: ">"): return try folded(in: column)
    case UInt8(ascii: "*"):
      position += 1
      guard let node = anchors[name()] else { throw Unreadable() }
      return node
    default:
      let value = try scalar(isFlow: false)
      skipSpaces()
      guard byte == 0x0A || byte == UInt8(ascii: "#") else { throw Unreadable() }
      try expectEnd(in: column)
      return value
    }
  }

  /// A scalar ends with its line: nothing below may go on with it.
  private mutating func expectEnd(in column: Int) throws(Unreadable) {
    skipBlank()
    if !isEnd, self.column > column { throw Unreadable() }
  }

  /// The name of an anchor, where one is here.
  private mutating func anchor() throws(Unreadable) -> String? {
    guard byte == UInt8(ascii: "&") else { return nil }
    position += 1
    let name = name()
    skipSpaces()
    return name
  }

  private mutating func name() -> String {
    let start = position
    while byte.isNameByte { position += 1 }
    return text(start..<position)
  }

  // MARK: Brackets

  /// A list or a mapping in brackets, over any number of lines.
  private mutating func flow() throws(Unreadable) -> YAMLNode {
    let place = place
    let isList = byte == UInt8(ascii: "[")
    let end = isList ? UInt8(ascii: "]") : UInt8(ascii: "}")
    var elements: [YAMLNode] = []
    var pairs: [YAMLNode.Pair] = []
    position += 1
    skipBlank()
    while byte != end {
      let first = try flowValue()
      if isList {
        elements.append(first)
      } else {
        guard byte == UInt8(ascii: ":") else { throw Unreadable() }
        position += 1
        skipBlank()
        pairs.append(YAMLNode.Pair(key: first, value: try flowValue()))
      }
      skipBlank()
      if byte == UInt8(ascii: ",") {
        position += 1
        skipBlank()
      } else if byte != end {
        throw Unreadable()
      }
    }
    position += 1
    return YAMLNode(isList ? .sequence(elements) : .mapping(pairs), at: place)
  }

  private mutating func flowValue() throws(Unreadable) -> YAMLNode {
    byte.opensFlow ? try flow() : try scalar(isFlow: true)
  }
}
