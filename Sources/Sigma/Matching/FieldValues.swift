package import CloudTrail

/// Collects what a field holds, where the values themselves are wanted.
package enum FieldValues {
  /// The texts of the scalars a field leads to, through arrays too; nil where not known yet.
  ///
  /// `name` is a dotted path, or a field of the context (`trailscan.…`). Null, objects and arrays
  /// without scalars give nothing.
  package static func texts(
    of name: String, _ map: JSONMap, _ bytes: Span<UInt8>, context: some MatchContext
  ) -> [String]? {
    texts(of: FieldPath(name), map, bytes, context: context)
  }

  /// The same for a path that was read before.
  package static func texts(
    of path: FieldPath, _ map: JSONMap, _ bytes: Span<UInt8>, context: some MatchContext
  ) -> [String]? {
    guard path.origin == .record else { return context.values(ofField: path.name) }
    var texts: [String] = []
    if !map.nodes.isEmpty { _ = walk(path, 0, 0, map, bytes, &texts) }
    return texts
  }

  /// The same way as a match goes; true where the path led anywhere.
  private static func walk(
    _ path: FieldPath, _ step: Int, _ node: Int, _ map: JSONMap, _ bytes: Span<UInt8>,
    _ texts: inout [String]
  ) -> Bool {
    if step == path.steps.count || map.nodes[node].kind == .array {
      return visit(path, step, node, map, bytes, &texts)
    }
    if let member = map.member(path.steps[step], of: node, in: bytes),
      walk(path, step + 1, member, map, bytes, &texts)
    {
      return true
    }
    guard step + 1 < path.steps.count,
      let member = map.member(path.rests[step], of: node, in: bytes)
    else { return false }
    return walk(path, path.steps.count, member, map, bytes, &texts)
  }

  /// A value at the end of the path, or an array anywhere.
  private static func visit(
    _ path: FieldPath, _ step: Int, _ node: Int, _ map: JSONMap, _ bytes: Span<UInt8>,
    _ texts: inout [String]
  ) -> Bool {
    guard map.nodes[node].kind == .array else {
      if let text = map.text(of: node, in: bytes) { texts.append(text) }
      return true
    }
    var isFound = step == path.steps.count
    var child = node + 1
    while child < map.nodes[node].next {
      if walk(path, step, child, map, bytes, &texts) { isFound = true }
      child = map.nodes[child].next
    }
    return isFound
  }
}
