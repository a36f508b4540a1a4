internal import GzipStream

/// Reads YAML into nodes that know their places.
///
/// Nothing is constructed: no implicit dates, no numbers, no Booleans. Values are composed under a
/// budget, because ten aliases of ten aliases of ten … are a short text and an endless tree.
package enum YAMLReader {
  /// How many nodes one text may hold once its aliases are followed.
  package static let nodeLimit = 100_000
  /// How deep mappings and sequences may nest.
  package static let nestingLimit = 64

  /// The documents of a text, those without content left out.
  ///
  /// Throws at the first fault: a syntax error leaves nothing behind it to be trusted.
  package static func documents(of source: SourceText) throws(RuleError) -> [YAMLNode] {
    var composer = YAMLComposer(source)
    var roots: [YAMLNode] = []
    while let root = try composer.document() {
      if !root.isNull { roots.append(root) }
    }
    return roots
  }
}

/// Makes nodes of events, counting.
private struct YAMLComposer: ~Copyable {
  /// A value that an alias may stand for.
  private struct Anchored {
    var node: YAMLNode
    /// The nodes in it, itself among them.
    var count = 1
    /// How many levels nest in it.
    var height = 0

    init(_ node: YAMLNode) { self.node = node }
  }

  private let source: SourceText
  private var events: YAMLEvents
  private var anchors: [String: Anchored] = [:]
  private var visited = 0

  init(_ source: SourceText) {
    self.source = source
    events = YAMLEvents(of: source.text)
  }

  /// The root of the next document; nil behind the last one.
  mutating func document() throws(RuleError) -> YAMLNode? {
    guard try next().event != .streamEnd else { return nil }
    // An alias cannot mean what another document holds.
    anchors = [:]
    let (event, place) = try next()
    let root = try value(event, at: place, depth: 0).node
    _ = try next()
    return root
  }

  private mutating func next() throws(RuleError) -> (event: YAMLEvents.Event, place: SourcePlace) {
    do throws(YAMLEvents.Fault) {
      let (event, mark) = try events.next()
      return (event, SourcePlace(line: mark.line, column: mark.column))
    } catch {
      throw YAMLFault.ruleError(error, in: source)
    }
  }

  /// The value that begins with `event`.
  private mutating func value(
    _ event: YAMLEvents.Event, at place: SourcePlace, depth: Int
  ) throws(RuleError) -> Anchored {
    var made: Anchored
    let name: String?
    switch event {
    case .scalar(let text, let anchor, let isPlain):
      try visit(at: place, depth: depth)
      made = Anchored(YAMLNode(.scalar(text, isQuoted: !isPlain), at: place))
      name = anchor
    case .sequenceStart(let anchor):
      made = try sequence(at: place, depth: depth)
      name = anchor
    case .mappingStart(let anchor):
      made = try mapping(at: place, depth: depth)
      name = anchor
    case .alias(let anchor):
      guard let known = anchors[anchor] else {
        let mark = YAMLEvents.Mark(line: place.line, column: place.column)
        throw YAMLFault.ruleError(.syntax("found undefined alias", at: mark), in: source)
      }
      try visit(known.count, at: place, depth: depth + known.height)
      return known
    case .documentStart, .documentEnd, .streamEnd, .sequenceEnd, .mappingEnd:
      preconditionFailure("libyaml closes what was not open")
    }
    if let name { anchors[name] = made }
    return made
  }

  private mutating func sequence(at place: SourcePlace, depth: Int) throws(RuleError) -> Anchored {
    try visit(at: place, depth: depth)
    var made = Anchored(YAMLNode(.sequence([]), at: place))
    var elements: [YAMLNode] = []
    while true {
      let (event, place) = try next()
      if event == .sequenceEnd { break }
      elements.append(add(try value(event, at: place, depth: depth + 1), to: &made))
    }
    made.node = YAMLNode(.sequence(elements), at: place)
    return made
  }

  private mutating func mapping(at place: SourcePlace, depth: Int) throws(RuleError) -> Anchored {
    try visit(at: place, depth: depth)
    var made = Anchored(YAMLNode(.mapping([]), at: place))
    var pairs: [YAMLNode.Pair] = []
    var first: [String: SourcePlace] = [:]
    while true {
      let (event, place) = try next()
      if event == .mappingEnd { break }
      guard case .scalar(let text, _, _) = event else {
        throw RuleError("a key must be a text", at: place, in: source)
      }
      let key = add(try value(event, at: place, depth: depth + 1), to: &made)
      if let earlier = first.updateValue(place, forKey: text) {
        throw RuleError(
          "the key '\(text)' stands twice (first in line \(earlier.line))", at: place, in: source)
      }
      let (start, valuePlace) = try next()
      let value = add(try value(start, at: valuePlace, depth: depth + 1), to: &made)
      pairs.append(YAMLNode.Pair(key: key, value: value))
    }
    made.node = YAMLNode(.mapping(pairs), at: place)
    return made
  }

  private func add(_ part: Anchored, to whole: inout Anchored) -> YAMLNode {
    whole.count += part.count
    whole.height = max(whole.height, part.height + 1)
    return part.node
  }

  /// Counts a value of so many nodes, the deepest of which stands at `depth`.
  private mutating func visit(
    _ nodes: Int = 1, at place: SourcePlace, depth: Int
  ) throws(RuleError) {
    visited += nodes
    if visited > YAMLReader.nodeLimit {
      throw RuleError(
        "the aliases of this text expand to more than \(YAMLReader.nodeLimit) values",
        at: place, in: source)
    }
    if depth > YAMLReader.nestingLimit {
      throw RuleError(
        "nested deeper than \(YAMLReader.nestingLimit) levels", at: place, in: source)
    }
  }
}
