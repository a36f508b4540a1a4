internal import Sigma

/// Makes a `Playbook` of what was written, noting every fault.
///
/// Rules refer to each other by name, within their step or as `step.rule`; they are numbered first
/// and compiled with those numbers.
struct PlaybookChecker {
  typealias Text = PlaybookSource.Text

  let written: PlaybookSource
  var diagnostics = Diagnostics()
  /// The numbers of rules by `step.rule`, and of the rules of each part by `step.part`.
  var numbers: [String: [Int]] = [:]
  var rules: [PlaybookRule] = []
  var count = 0
  /// Where each rule says what it waits for.
  var gates: [SourcePlace] = []

  init(_ written: PlaybookSource) {
    self.written = written
  }

  /// The playbook; nil where a fault was noted.
  mutating func check() -> Playbook? {
    checkHead()
    let profiles = written.profiles.compactMap { profile($0) }
    checkUnique(written.profiles.map(\.id), "profile")
    checkUnique(written.families.map(\.id), "family")
    checkUnique(written.captures.map(\.id), "capture")
    checkUnique(written.steps.map(\.id), "step")
    let families = written.families.compactMap { family($0) }
    numberRules()
    for capture in written.captures { compile(capture, .capture, step: nil) }
    let steps = written.steps.indices.map { step($0) }
    noteSingleAnswers(steps)
    checkOrder(steps)
    checkGates()
    let responders = test("trailscan.actor", written.responders)
    let networkTest = networkTest()
    let watchlists = written.watchlists.compactMap { watchlist($0.name, $0.ranges) }
    let suppressions = written.suppressions.compactMap { suppression($0) }
    let detections = checkedDetections()
    guard diagnostics.errors.isEmpty else { return nil }
    return Playbook(
      id: written.id?.value ?? "", title: written.title?.value ?? "",
      description: written.description?.value ?? "", grace: seconds(written.grace) ?? 600,
      silence: seconds(written.silence) ?? 0,
      globalRegions: Dictionary(
        written.globalRegions.map { ($0.partition.value, $0.region.value) },
        uniquingKeysWith: { $1 }),
      profiles: profiles, families: families, responders: written.responders.map(\.value),
      networks: networks,
      deployers: written.deployers.map(\.value), registries: written.registries.map(\.value),
      watchlists: watchlists, suppressions: suppressions, responderTest: responders,
      networkTest: networkTest, steps: steps, rules: rules, detections: detections)
  }

  /// Names and ranges as written.
  var networks: [String: [String]] {
    Dictionary(
      written.networks.map { ($0.name.value, $0.ranges.map(\.value)) }, uniquingKeysWith: { $1 })
  }

  /// The question whether an address is in any network; nil where there are none.
  mutating func networkTest() -> Detection? {
    test("trailscan.address|cidr", written.networks.flatMap(\.ranges))
  }

  /// The Sigma rules of the playbook, checked like those of a user; nil where there are none.
  private mutating func checkedDetections() -> RuleDocuments? {
    guard !written.detections.isEmpty else { return nil }
    let documents = RuleDocuments(written.text, nodes: written.detections)
    var found = Diagnostics()
    _ = DetectionPack(loading: [documents], includesBuiltIn: false, diagnostics: &found)
    diagnostics.add(found)
    return documents
  }

  /// Notes a fault.
  mutating func fail(_ reason: String, at place: SourcePlace) {
    diagnostics.fail(reason, at: place, in: written.text)
  }

  private mutating func checkHead() {
    if let schema = written.schema, schema.value != Playbook.schema {
      fail("this program reads '\(Playbook.schema)', not '\(schema.value)'", at: schema.place)
    }
    _ = seconds(written.grace)
    _ = seconds(written.silence)
  }

  /// Names must be there once, and be fit to be referred to.
  mutating func checkUnique(_ ids: [Text?], _ what: String) {
    var seen: [String: SourcePlace] = [:]
    for id in ids.compactMap({ $0 }) {
      if !id.value.utf8.allSatisfy(Self.isOfIDs) {
        fail("an id is made of letters, digits and '-'", at: id.place)
      }
      if let first = seen[id.value] {
        fail("a second \(what) '\(id.value)' (first in line \(first.line))", at: id.place)
      }
      seen[id.value] = id.place
    }
  }

  private static func isOfIDs(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "-")
  }

  /// Seconds of `90s`, `10m`, `6h` or `7d`.
  mutating func seconds(_ text: Text?) -> Int64? {
    guard let text else { return nil }
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
    guard let unit = text.value.last.flatMap({ units[$0] }),
      let number = Int64(text.value.dropLast()), (0...100_000).contains(number)
    else {
      fail("expected a length of time such as 90s, 10m, 6h or 7d", at: text.place)
      return nil
    }
    return number * unit
  }

  /// A test for values given as texts; nil where there are none.
  private mutating func test(_ field: String, _ values: [Text]) -> Detection? {
    func compile(_ texts: [String]) -> (Detection?, Diagnostics) {
      let list = texts.map { "'" + $0.replacing("'", with: "''") + "'" }
      var faults = Diagnostics()
      let detection = Detection(
        where: "\(field): [\(list.joined(separator: ", "))]", diagnostics: &faults)
      return (detection, faults)
    }
    for value in values {
      if let fault = compile([value.value]).1.errors.first { fail(fault.reason, at: value.place) }
    }
    return values.isEmpty ? nil : compile(values.map(\.value)).0
  }

  // MARK: Profiles and families

  private mutating func profile(_ profile: PlaybookSource.Profile) -> RunnerProfile? {
    let subject = profile.subject.flatMap { pattern($0, naming: "runner") }
    var roles: [(kind: RoleKind, pattern: NamePattern)] = []
    for role in profile.roles {
      guard let kind = choice(RoleKind.self, role.kind, "a kind of role"),
        let pattern = pattern(role.pattern, naming: "runner")
      else { continue }
      roles.append((kind, pattern))
    }
    guard let id = profile.id else { return nil }
    return RunnerProfile(
      id: id.value, providers: patterns(profile.providers), subject: subject, roles: roles,
      buckets: patterns(profile.buckets), clusters: patterns(profile.clusters),
      logGroups: patterns(profile.logGroups), grants: grants(profile.grants))
  }

  private mutating func grants(_ written: [(kind: Text, action: Text)]) -> [RoleKind: [String]] {
    var grants: [RoleKind: [String]] = [:]
    for (word, action) in written {
      if !action.value.contains(":") {
        fail("an action names its service, such as 's3:GetObject'", at: action.place)
      }
      guard let kind = choice(RoleKind.self, word, "a kind of role") else { continue }
      grants[kind, default: []].append(action.value.lowercased())
    }
    return grants
  }

  private mutating func patterns(_ texts: [Text]) -> [NamePattern] {
    texts.compactMap { pattern($0) }
  }

  private mutating func pattern(_ text: Text, naming part: String? = nil) -> NamePattern? {
    guard let pattern = NamePattern(text.value) else {
      fail("a brace is not closed, or encloses no name", at: text.place)
      return nil
    }
    if let part, !text.value.contains("{\(part)}") {
      fail("the pattern must name {\(part)}", at: text.place)
      return nil
    }
    return pattern
  }

  private mutating func family(_ family: PlaybookSource.Family) -> Playbook.Family? {
    guard let id = family.id, let title = family.title, let select = family.select,
      let detection = detection(select)
    else { return nil }
    for reference in detection.references where reference.kind != .field {
      fail("a family is chosen by the record alone", at: reference.place)
    }
    return Playbook.Family(id: id.value, title: title.value, detection: detection)
  }

  /// The compiled selection, or named selections with a condition.
  mutating func detection(_ node: YAMLNode) -> Detection? {
    if node["condition"] != nil {
      return Detection(compiling: node, in: written.text, diagnostics: &diagnostics)
    }
    return Detection(selection: node, in: written.text, diagnostics: &diagnostics)
  }

  /// The value that a word names.
  mutating func choice<Value: RawRepresentable & CaseIterable>(
    _ type: Value.Type, _ text: Text, _ what: String
  ) -> Value? where Value.RawValue == String {
    if let value = Value(rawValue: text.value) { return value }
    let names = Value.allCases.map(\.rawValue)
    let hint = Spelling.hint(for: text.value, among: names)
    fail(
      "'\(text.value)' is not \(what): \(names.joined(separator: ", "))\(hint)", at: text.place)
    return nil
  }
}
