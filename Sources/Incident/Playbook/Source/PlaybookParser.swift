internal import Sigma

/// Reads the YAML of a playbook; every fault of form is noted and the reading goes on.
struct PlaybookParser {
  typealias Text = PlaybookSource.Text

  let source: SourceText
  var diagnostics = Diagnostics()

  init(_ source: SourceText) {
    self.source = source
  }

  /// The playbook that is the only document of the text; nil where there is none.
  ///
  /// `nodes` are the documents of the text, where it has been read.
  mutating func parse(_ nodes: [YAMLNode]? = nil) -> PlaybookSource? {
    let documents: [YAMLNode]
    do throws(RuleError) {
      if let nodes { documents = nodes } else { documents = try YAMLReader.documents(of: source) }
    } catch {
      diagnostics.add(error)
      return nil
    }
    guard let root = documents.first else {
      fail("the playbook is empty", at: SourcePlace(line: 1, column: 1))
      return nil
    }
    if documents.count > 1 { fail("a playbook is one document", at: documents[1].place) }
    guard root.pairs != nil else {
      fail("expected a playbook, found \(root.kindName)", at: root.place)
      return nil
    }
    return playbook(root)
  }

  /// A text that holds nothing but networks: names and ranges, or these under `networks`.
  mutating func parseNetworks() -> PlaybookSource {
    var playbook = PlaybookSource(text: source, place: SourcePlace(line: 1, column: 1))
    do throws(RuleError) {
      guard let root = try YAMLReader.documents(of: source).first else {
        fail("the file names no network", at: playbook.place)
        return playbook
      }
      playbook.networks = ranges(root["networks"] ?? root)
    } catch {
      diagnostics.add(error)
    }
    return playbook
  }

  private mutating func playbook(_ node: YAMLNode) -> PlaybookSource {
    let fields = fields(
      of: node, in: "the playbook",
      known: [
        "schema", "id", "title", "description", "grace", "silence", "globalRegions", "profiles",
        "families", "responders", "networks", "deployers", "registries", "watchlists",
        "suppressions", "detections", "captures", "steps",
      ], required: ["schema", "id", "title", "profiles", "steps"])
    var playbook = PlaybookSource(text: source, place: node.place)
    playbook.schema = text(fields["schema"])
    playbook.id = text(fields["id"])
    playbook.title = text(fields["title"])
    playbook.description = text(fields["description"])
    playbook.grace = text(fields["grace"])
    playbook.silence = text(fields["silence"])
    playbook.globalRegions = pairs(fields["globalRegions"]).compactMap { pair in
      text(pair.value).map { (Text(value: pair.key.text ?? "", place: pair.key.place), $0) }
    }
    playbook.profiles = list(fields["profiles"]).map { profile($0) }
    if let profiles = fields["profiles"], profiles.elements?.isEmpty == true {
      fail("the playbook names no profile", at: profiles.place)
    }
    playbook.families = list(fields["families"]).map { family($0) }
    playbook.responders = texts(fields["responders"])
    playbook.networks = ranges(fields["networks"])
    playbook.deployers = texts(fields["deployers"])
    playbook.registries = texts(fields["registries"])
    playbook.watchlists = ranges(fields["watchlists"])
    playbook.suppressions = list(fields["suppressions"]).map { suppression($0) }
    playbook.detections = list(fields["detections"])
    playbook.captures = list(fields["captures"]).map {
      rule($0, extra: ["value", "intruders"], ["value"])
    }
    playbook.steps = list(fields["steps"]).map { step($0) }
    return playbook
  }

  /// Lists of addresses by name.
  mutating func ranges(_ node: YAMLNode?) -> [(name: Text, ranges: [Text])] {
    pairs(node).map { pair in
      (Text(value: pair.key.text ?? "", place: pair.key.place), texts(pair.value))
    }
  }

  private mutating func suppression(_ node: YAMLNode) -> PlaybookSource.Suppression {
    let fields = fields(
      of: node, in: "a suppression", known: ["finding", "runner", "reason", "until", "select"],
      required: ["finding", "reason", "until"])
    var suppression = PlaybookSource.Suppression(place: node.place)
    suppression.finding = text(fields["finding"])
    suppression.runner = text(fields["runner"])
    suppression.reason = text(fields["reason"])
    suppression.until = text(fields["until"])
    suppression.select = fields["select"]
    return suppression
  }

  private mutating func profile(_ node: YAMLNode) -> PlaybookSource.Profile {
    let fields = fields(
      of: node, in: "a profile",
      known: [
        "id", "title", "providers", "subject", "roles", "buckets", "clusters", "logGroups",
        "grants",
      ], required: ["id"])
    var profile = PlaybookSource.Profile(place: node.place)
    profile.id = text(fields["id"])
    profile.title = text(fields["title"])
    profile.providers = texts(fields["providers"])
    profile.subject = text(fields["subject"])
    profile.roles = byKind(fields["roles"]).map { (kind: $0.kind, pattern: $0.value) }
    profile.buckets = texts(fields["buckets"])
    profile.clusters = texts(fields["clusters"])
    profile.logGroups = texts(fields["logGroups"])
    profile.grants = byKind(fields["grants"]).map { (kind: $0.kind, action: $0.value) }
    return profile
  }

  /// What is said of kinds of roles: one text or a list of them for each kind.
  private mutating func byKind(_ node: YAMLNode?) -> [(kind: Text, value: Text)] {
    pairs(node).flatMap { pair in
      let kind = Text(value: pair.key.text ?? "", place: pair.key.place)
      return texts(pair.value).map { (kind, $0) }
    }
  }

  private mutating func family(_ node: YAMLNode) -> PlaybookSource.Family {
    let fields = fields(
      of: node, in: "a family", known: ["id", "title", "select"],
      required: ["id", "title", "select"])
    var family = PlaybookSource.Family(place: node.place)
    family.id = text(fields["id"])
    family.title = text(fields["title"])
    family.select = fields["select"]
    return family
  }
}

// MARK: Values

extension PlaybookParser {
  /// Notes a fault.
  mutating func fail(_ reason: String, at place: SourcePlace) {
    diagnostics.fail(reason, at: place, in: source)
  }

  /// The values of a mapping by key; unknown and missing keys are faults.
  mutating func fields(
    of node: YAMLNode, in owner: String, known: [String], required: [String] = []
  ) -> [String: YAMLNode] {
    guard let pairs = node.pairs else {
      fail("expected \(owner), found \(node.kindName)", at: node.place)
      return [:]
    }
    var fields: [String: YAMLNode] = [:]
    for pair in pairs {
      let name = pair.key.text ?? ""
      if known.contains(name) {
        fields[name] = pair.value
      } else {
        let hint = Spelling.hint(for: name, among: known)
        fail("unknown key '\(name)' in \(owner)\(hint)", at: pair.key.place)
      }
    }
    for name in required where fields[name] == nil {
      fail("\(owner) has no '\(name)'", at: node.place)
    }
    return fields
  }

  /// A text that is not empty; nil where the key is absent or a fault was noted.
  mutating func text(_ node: YAMLNode?) -> Text? {
    guard let node else { return nil }
    guard let text = node.text else {
      fail("expected a text, found \(node.kindName)", at: node.place)
      return nil
    }
    if text.isEmpty { fail("expected a text, found nothing", at: node.place) }
    return text.isEmpty ? nil : Text(value: text, place: node.place)
  }

  /// One text or a list of them.
  mutating func texts(_ node: YAMLNode?) -> [Text] {
    guard let node else { return [] }
    return node.oneOrMany.compactMap { text($0) }
  }

  /// The elements of a list.
  mutating func list(_ node: YAMLNode?) -> [YAMLNode] {
    guard let node else { return [] }
    guard let elements = node.elements else {
      fail("expected a list, found \(node.kindName)", at: node.place)
      return []
    }
    return elements
  }

  /// The pairs of a mapping.
  mutating func pairs(_ node: YAMLNode?) -> [YAMLNode.Pair] {
    guard let node else { return [] }
    guard let pairs = node.pairs else {
      fail("expected a mapping, found \(node.kindName)", at: node.place)
      return []
    }
    return pairs
  }

  /// `true` or `false`; false where the key is absent.
  mutating func flag(_ node: YAMLNode?) -> Bool {
    guard let node else { return false }
    switch node.text {
    case "true": return true
    case "false": return false
    default:
      fail("expected true or false, found '\(node.text ?? node.kindName)'", at: node.place)
      return false
    }
  }
}
