package import CloudTrail

/// An IAM policy: statements that allow or deny, with who, what, and on which conditions.
///
/// Read leniently, as IAM itself reads: a list may be a single value, keys of conditions and
/// operators have no case, and the document may be JSON in a string, URL-encoded JSON, or an
/// object (IAM user guide, "Grammar of the IAM JSON policy language").
package struct PolicyDocument: Equatable, Sendable {
  /// Whether a statement allows or denies.
  package enum Effect: Equatable, Sendable {
    case allow, deny
  }

  /// Somebody or something that a statement names.
  package struct Principal: Equatable, Sendable {
    /// `AWS`, `Federated`, `Service`, `CanonicalUser`; `*` for everybody.
    package var kind: String
    package var value: String
  }

  /// One condition: all of them must hold, one value of each is enough.
  package struct Condition: Equatable, Sendable {
    /// The operator in lower case, without what stands before and behind it.
    package var comparison: String
    /// `forallvalues` or `foranyvalue`, where it stands before the operator.
    package var quantifier: String?
    /// True for `…IfExists`.
    package var ifExists: Bool
    /// The key in lower case.
    package var key: String
    package var values: [String]
  }

  /// One statement.
  package struct Statement: Equatable, Sendable {
    package var effect: Effect
    package var principals: [Principal] = []
    /// True for `NotPrincipal`: everybody but these.
    package var excludesPrincipals = false
    /// In lower case.
    package var actions: [String] = []
    package var excludesActions = false
    package var resources: [String] = []
    package var excludesResources = false
    package var conditions: [Condition] = []

    /// True where it concerns every action on every resource.
    package var isAboutEverything: Bool {
      actions.contains { $0 == "*" || $0 == "*:*" } && !excludesActions
        && (resources.contains("*") && !excludesResources)
    }
  }

  package var statements: [Statement] = []

  /// Reads a document; nil where the text is none.
  package init?(_ text: String) {
    var text = text
    if text.first(where: { !$0.isWhitespace }) == "%" { text = Self.percentDecoded(text) }
    let bytes = Array(text.utf8)
    var map = JSONMap()
    guard (try? map.read(bytes.span)) != nil else { return nil }
    self.init(map, bytes.span, at: 0)
  }

  /// Reads the document at a node of a record: an object, or a string that holds one.
  package init?(_ map: JSONMap, _ bytes: Span<UInt8>, at node: Int) {
    if map.nodes[node].kind == .string {
      guard let text = map.text(of: node, in: bytes), !text.isEmpty else { return nil }
      guard let document = PolicyDocument(text) else { return nil }
      self = document
      return
    }
    guard map.nodes[node].kind == .object,
      let list = map.member("Statement", of: node, in: bytes)
    else { return nil }
    let nodes = map.nodes[list].kind == .array ? Array(map.children(of: list)) : [list]
    var reader = PolicyReader(map: map)
    statements = nodes.compactMap { reader.statement(at: $0, bytes) }
  }

  /// The text with `%XX` replaced by what it stands for.
  static func percentDecoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      if byte == UInt8(ascii: "%"), digits.count == 2,
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Reads the statements of one document.
private struct PolicyReader {
  let map: JSONMap

  mutating func statement(at node: Int, _ bytes: Span<UInt8>) -> PolicyDocument.Statement? {
    guard map.nodes[node].kind == .object,
      let effect = map.text("Effect", of: node, in: bytes)?.lowercased(),
      effect == "allow" || effect == "deny"
    else { return nil }
    var statement = PolicyDocument.Statement(effect: effect == "allow" ? .allow : .deny)
    for (name, excludes) in [("Principal" as FieldName, false), ("NotPrincipal", true)] {
      guard let child = map.member(name, of: node, in: bytes) else { continue }
      statement.principals += principals(at: child, bytes)
      statement.excludesPrincipals = excludes
    }
    statement.excludesActions = map.member("NotAction", of: node, in: bytes) != nil
    statement.actions = texts(statement.excludesActions ? "NotAction" : "Action", node, bytes)
      .map { $0.lowercased() }
    statement.excludesResources = map.member("NotResource", of: node, in: bytes) != nil
    statement.resources = texts(
      statement.excludesResources ? "NotResource" : "Resource", node, bytes)
    if let conditions = map.member("Condition", of: node, in: bytes) {
      statement.conditions = self.conditions(at: conditions, bytes)
    }
    return statement
  }

  private func texts(_ name: FieldName, _ node: Int, _ bytes: Span<UInt8>) -> [String] {
    map.texts(name, of: node, in: bytes)
  }

  private func principals(at node: Int, _ bytes: Span<UInt8>) -> [PolicyDocument.Principal] {
    guard map.nodes[node].kind == .object else {
      return map.text(of: node, in: bytes).map { [.init(kind: $0 == "*" ? "*" : "", value: $0)] }
        ?? []
    }
    var found: [PolicyDocument.Principal] = []
    for child in map.children(of: node) {
      let kind = map.keyText(of: child, in: bytes) ?? ""
      for value in values(at: child, bytes) {
        let isEverybody = value == "*" && kind == "AWS"
        found.append(.init(kind: isEverybody ? "*" : kind, value: value))
      }
    }
    return found
  }

  private func values(at node: Int, _ bytes: Span<UInt8>) -> [String] {
    if map.nodes[node].kind == .array {
      return map.children(of: node).compactMap { map.text(of: $0, in: bytes) }
    }
    return map.text(of: node, in: bytes).map { [$0] } ?? []
  }

  private func conditions(at node: Int, _ bytes: Span<UInt8>) -> [PolicyDocument.Condition] {
    guard map.nodes[node].kind == .object else { return [] }
    var found: [PolicyDocument.Condition] = []
    for operation in map.children(of: node) where map.nodes[operation].kind == .object {
      var name = (map.keyText(of: operation, in: bytes) ?? "").lowercased()
      var quantifier: String?
      if let colon = name.firstIndex(of: ":") {
        quantifier = String(name[..<colon])
        name = String(name[name.index(after: colon)...])
      }
      let ifExists = name.hasSuffix("ifexists")
      if ifExists { name.removeLast("ifexists".count) }
      for key in map.children(of: operation) {
        found.append(
          .init(
            comparison: name, quantifier: quantifier, ifExists: ifExists,
            key: (map.keyText(of: key, in: bytes) ?? "").lowercased(),
            values: values(at: key, bytes)
          ))
      }
    }
    return found
  }
}
