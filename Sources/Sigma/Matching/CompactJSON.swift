import CloudTrail

/// The text of an object or array without blanks between its parts.
struct CompactJSON {
  private(set) var text: [UInt8] = []
  /// True where some string or key holds a backslash.
  private(set) var hasEscapes = false
  private let unescapes: Bool

  /// With `unescapingStrings` the result is no JSON any more, but what a person would read.
  init(of node: Int, in map: JSONMap, _ bytes: Span<UInt8>, unescapingStrings: Bool = false) {
    unescapes = unescapingStrings
    text.reserveCapacity(map.nodes[node].rawRange.count)
    add(node, map, bytes)
  }

  private mutating func add(_ index: Int, _ map: JSONMap, _ bytes: Span<UInt8>) {
    let node = map.nodes[index]
    switch node.kind {
    case .object, .array:
      let isObject = node.kind == .object
      text.append(UInt8(ascii: isObject ? "{" : "["))
      var child = index + 1
      while child < node.next {
        if child > index + 1 { text.append(UInt8(ascii: ",")) }
        if let key = map.nodes[child].keyRange {
          addString(key, isEscaped: map.nodes[child].keyIsEscaped, bytes)
          text.append(UInt8(ascii: ":"))
        }
        add(child, map, bytes)
        child = map.nodes[child].next
      }
      text.append(UInt8(ascii: isObject ? "}" : "]"))
    case .string: addString(node.range, isEscaped: node.isEscaped, bytes)
    case .number, .bool, .null: JSONText.append(bytes, node.range, to: &text)
    }
  }

  private mutating func addString(_ range: Range<Int>, isEscaped: Bool, _ bytes: Span<UInt8>) {
    if isEscaped { hasEscapes = true }
    text.append(UInt8(ascii: "\""))
    if isEscaped && unescapes {
      text += JSONText.decode(bytes, range)
    } else {
      JSONText.append(bytes, range, to: &text)
    }
    text.append(UInt8(ascii: "\""))
  }
}
