internal import Sigma

/// The fields by which a rule tells whose runner's it is.
///
/// A rule that demands a name of the runner in some field can only match for runners that have
/// that name. Asking for the owners of the name spares asking for every runner.
///
///     trailscan.roleNames|expand: '%runner.roleNames%'     bound by trailscan.roleNames
///     requestParameters.x|contains|expand: '%runner.…%'    not bound: any part of a text may fit
enum RuleBinding {
  /// One field for each alternative of the selection; nil where one of them is not bound.
  static func fields(of select: YAMLNode) -> [String]? {
    if let condition = select["condition"]?.text { return fields(of: select, under: condition) }
    if let elements = select.elements {
      let bound = elements.map(field)
      return bound.contains(nil) ? nil : bound.compactMap { $0 }
    }
    return field(of: select).map { [$0] }
  }

  /// Of selections that are all demanded, the first that is bound.
  private static func fields(of select: YAMLNode, under condition: String) -> [String]? {
    let words = condition.split(separator: " ").map { $0.lowercased() }
    guard !words.contains(where: { $0 == "or" || $0 == "of" || $0.contains("(") }) else {
      return nil
    }
    for part in words.split(separator: "and") where part.count == 1 {
      guard let node = part.first.flatMap({ select[$0] }) else { continue }
      if let bound = fields(of: node) { return bound }
    }
    return nil
  }

  private static func field(of node: YAMLNode) -> String? {
    for pair in node.pairs ?? [] {
      guard let field = pair.key.text.flatMap(expandedField) else { continue }
      let values = pair.value.oneOrMany.compactMap(\.text)
      if !values.isEmpty, values.allSatisfy(isPlaceholder) { return field }
    }
    return nil
  }

  /// The field of a key that says `|expand` and nothing else.
  private static func expandedField(_ key: String) -> String? {
    let modifier = "|expand".utf8
    let field = key.utf8.dropLast(modifier.count)
    guard !field.isEmpty, key.utf8.dropFirst(field.count).elementsEqual(modifier),
      !field.contains(UInt8(ascii: "|"))
    else { return nil }
    return String(Substring(field))
  }

  /// True for a value that is one placeholder and nothing else, whose names tell whose they are.
  private static func isPlaceholder(_ value: String) -> Bool {
    let (bytes, sign) = (value.utf8, UInt8(ascii: "%"))
    let name = bytes.dropFirst().dropLast()
    guard bytes.count > 2, bytes.first == sign, bytes.last == sign, !name.contains(sign) else {
      return false
    }
    return RunnerSet(name: String(Substring(name)))?.isLookedUp ?? true
  }
}
