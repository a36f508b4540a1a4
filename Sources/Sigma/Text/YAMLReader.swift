import Yams

/// Reads YAML into nodes that know their places.
///
/// Yams composes, nothing is constructed: no implicit dates, no numbers, no Booleans, and no
/// expressions tried on every scalar to find out (`.basic`). What is composed is walked under a budget, because ten aliases of ten aliases of ten … are a short text
/// and an endless tree.
package enum YAMLReader {
  /// How many nodes one text may hold once its aliases are followed.
  package static let nodeLimit = 100_000
  /// How deep mappings and sequences may nest.
  package static let nestingLimit = 64

  /// The documents of a text, those without content left out.
  ///
  /// Throws at the first fault: a syntax error leaves nothing behind it to be trusted.
  package static func documents(of source: SourceText) throws(RuleError) -> [YAMLNode] {
    try AliasGuard.check(source)
    var walk = YAMLWalk(source: source)
    var roots: [YAMLNode] = []
    do {
      var documents = try Yams.compose_all(yaml: source.text, .basic)
      while let document = documents.next() {
        let root = try walk.node(document, depth: 0)
        if !root.isNull { roots.append(root) }
      }
      if let error = documents.error { throw error }
    } catch let error as RuleError {
      throw error
    } catch {
      throw YAMLFault.ruleError(error, in: source)
    }
    return roots
  }
}

/// Turns composed nodes into ours, counting.
private struct YAMLWalk {
  let source: SourceText
  var visited = 0

  mutating func node(_ node: Yams.Node, depth: Int) throws(RuleError) -> YAMLNode {
    let place = YAMLFault.place(node.mark)
    visited += 1
    if visited > YAMLReader.nodeLimit {
      throw RuleError(
        "the aliases of this text expand to more than \(YAMLReader.nodeLimit) values",
        at: place, in: source)
    }
    if depth > YAMLReader.nestingLimit {
      throw RuleError(
        "nested deeper than \(YAMLReader.nestingLimit) levels", at: place, in: source)
    }
    switch node {
    case .scalar(let scalar): return YAMLNode(content(of: scalar), at: place)
    case .mapping(let mapping): return try self.mapping(mapping, at: place, depth: depth)
    case .sequence(let sequence):
      var elements: [YAMLNode] = []
      for element in sequence { elements.append(try self.node(element, depth: depth + 1)) }
      return YAMLNode(.sequence(elements), at: place)
    case .alias: throw RuleError("an alias that leads nowhere", at: place, in: source)
    }
  }

  private func content(of scalar: Yams.Node.Scalar) -> YAMLNode.Content {
    let isPlain = scalar.style == .plain || scalar.style == .any
    return .scalar(scalar.string, isQuoted: !isPlain)
  }

  private mutating func mapping(
    _ mapping: Yams.Node.Mapping, at place: SourcePlace, depth: Int
  ) throws(RuleError) -> YAMLNode {
    var pairs: [YAMLNode.Pair] = []
    for (key, value) in mapping {
      guard key.scalar != nil else {
        throw RuleError("a key must be a text", at: YAMLFault.place(key.mark), in: source)
      }
      let keyNode = try node(key, depth: depth + 1)
      pairs.append(YAMLNode.Pair(key: keyNode, value: try node(value, depth: depth + 1)))
    }
    return YAMLNode(.mapping(pairs), at: place)
  }
}
