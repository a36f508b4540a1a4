package import Sigma

extension Playbook {
  /// What reading a playbook gave: the playbook where it has no fault, and what was noted.
  package struct Loading: Sendable {
    package let playbook: Playbook?
    package let diagnostics: Diagnostics
  }

  /// Reads, checks and compiles a playbook; every fault has its place.
  package static func load(_ source: SourceText) -> Loading { load(source, nil) }

  /// The same, of the documents of the text where it has been read.
  private static func load(_ source: SourceText, _ nodes: [YAMLNode]?) -> Loading {
    var parser = PlaybookParser(source)
    guard let written = parser.parse(nodes) else {
      return Loading(playbook: nil, diagnostics: parser.diagnostics)
    }
    var checker = PlaybookChecker(written)
    let playbook = checker.check()
    var diagnostics = parser.diagnostics
    diagnostics.add(checker.diagnostics)
    return Loading(
      playbook: diagnostics.errors.isEmpty ? playbook : nil,
      diagnostics: ordered(diagnostics, in: source))
  }

  /// The same faults in the order of the text.
  private static func ordered(_ diagnostics: Diagnostics, in source: SourceText) -> Diagnostics {
    var sorted = Diagnostics()
    for error in diagnostics.errors.sorted(by: { $0.place < $1.place }) { sorted.add(error) }
    for warning in diagnostics.warnings.sorted(by: { $0.place < $1.place }) {
      sorted.warn(warning.reason, at: warning.place, in: source)
    }
    return sorted
  }

  /// The names of the playbooks that travel inside the program, in text order.
  package static let builtInNames = builtInTexts.keys.sorted()

  /// The text of a playbook that travels inside the program; nil for any other name.
  package static func builtInText(named name: String) -> SourceText? {
    builtInTexts[name].map {
      SourceText(name: "\(name).yaml", text: String(decoding: $0, as: UTF8.self))
    }
  }

  /// A playbook that travels inside the program; nil for any other name.
  package static func builtIn(named name: String) -> Playbook? {
    if name == standardName { return standard }
    return builtInText(named: name).map { loaded($0, PlainYAML.documents(of: $0)) }
  }

  /// The name of the playbook that guides where none is named.
  package static let standardName = "rotation"

  /// The playbook that guides where none is named.
  package static let standard = loaded(standardText, standardNodes)

  /// Reads the text of the standard playbook, so that less is left to do when it is asked for.
  package static func prepare() { _ = standardNodes }

  /// The documents of that text. They stay: whoever ended them would wait for the thread that made
  /// them, which reads the detections meanwhile.
  private static let standardNodes = PlainYAML.documents(of: standardText)

  private static var standardText: SourceText {
    guard let text = builtInText(named: standardName) else {
      preconditionFailure("the standard playbook is inside the program")
    }
    return text
  }

  private static func loaded(_ text: SourceText, _ nodes: [YAMLNode]?) -> Playbook {
    guard let playbook = load(text, nodes).playbook else {
      preconditionFailure("\(text.name) inside the program has faults")
    }
    return playbook
  }

  /// The rules of a playbook that travels inside the program, without the rest of it.
  static func builtInDetections(named name: String) -> RuleDocuments? {
    guard let text = builtInText(named: name) else { return nil }
    guard let nodes = PlainYAML.documents(of: text) else { return builtIn(named: name)?.detections }
    return nodes.first?["detections"]?.elements.map { RuleDocuments(text, nodes: $0) }
  }

  private static let builtInTexts: [String: [UInt8]] = [
    "least-privilege": PackageResources.least_privilege_yaml,
    "rotation": PackageResources.rotation_yaml,
    "security-checklist": PackageResources.security_checklist_yaml,
  ]
}
