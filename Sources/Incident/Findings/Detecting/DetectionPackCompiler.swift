internal import CloudTrail
internal import Sigma

/// Makes rules that the engine can ask of the rules of a set, noting what they say wrongly.
struct DetectionPackCompiler {
  private let sources: [String: SourceText]
  private let packName: String?
  private(set) var diagnostics = Diagnostics()

  init(sources: [SourceText], packName: String?) {
    self.sources = Dictionary(sources.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
    self.packName = packName
  }

  /// The rule with this number; nil for correlations, for rules that nobody wants, and after a
  /// fault.
  mutating func rule(_ number: Int, of set: RuleSet) -> DetectionRule? {
    let rule = set.rules[number]
    guard let detection = rule.detection, set.isUsed(number), let source = sources[rule.file] else {
      return nil
    }
    return DetectionRule(number, detection, of: set, options(of: rule, in: source))
  }

  private mutating func check(_ field: Detection.Reference, in source: SourceText) {
    guard ContextField(name: field.name) == nil else { return }
    let hint = Spelling.hint(for: field.name, among: ContextField.allCases.map(\.name))
    diagnostics.fail("unknown field '\(field.name)'\(hint)", at: field.place, in: source)
  }

  // MARK: What the rule says of itself

  private mutating func options(of rule: Rule, in source: SourceText) -> DetectionOptions {
    var options = DetectionOptions()
    // What the pack looks for is told apart from the noise of services and deployments.
    if rule.file == packName {
      options.outcomes = [.success, .denied]
      options.lowersDenied = true
      options.partsDenied = true
      options.includesDeployers = false
      options.includesServices = false
    }
    options.next = rule.standardAdvice
    guard let node = rule.ownKeys else { return options }
    var reader = PlaybookParser(source)
    let fields = reader.fields(
      of: node, in: "'trailscan'",
      known: [
        "next", "outcome", "denied", "deployers", "services", "levels", "per", "show",
      ])
    options.next = reader.text(fields["next"])?.value ?? options.next
    if let text = reader.text(fields["outcome"]),
      let ending = choice(PlaybookRule.Ending.self, text, source)
    {
      options.outcomes = Set(Outcome.allCases.filter(ending.admits))
      options.partsDenied = options.partsDenied && ending == .any
      // What looks for failures counts them as they are.
      if [.denied, .failed].contains(ending) { options.lowersDenied = false }
    }
    if let text = reader.text(fields["denied"]),
      let denial = choice(DetectionOptions.Denial.self, text, source)
    {
      options.lowersDenied = denial == .lower
      options.partsDenied = denial == .lower
    }
    if fields["deployers"] != nil { options.includesDeployers = reader.flag(fields["deployers"]) }
    if fields["services"] != nil { options.includesServices = reader.flag(fields["services"]) }
    options.per = reader.texts(fields["per"]).map(\.value)
    options.show = reader.text(fields["show"])?.value
    for pair in reader.pairs(fields["levels"]) { grade(pair, source, &options) }
    diagnostics.add(reader.diagnostics)
    return options
  }

  private mutating func grade(
    _ pair: YAMLNode.Pair, _ source: SourceText, _ options: inout DetectionOptions
  ) {
    let name = PlaybookSource.Text(value: pair.key.text ?? "", place: pair.key.place)
    let detection =
      pair.value["condition"] == nil
      ? Detection(selection: pair.value, in: source, diagnostics: &diagnostics)
      : Detection(compiling: pair.value, in: source, diagnostics: &diagnostics)
    guard let level = choice(Finding.Level.self, name, source), let detection else { return }
    for field in detection.references where field.kind == .contextField { check(field, in: source) }
    options.grades.append(DetectionOptions.Grade(level: level, detection: detection))
  }

  private mutating func choice<Value: RawRepresentable & CaseIterable>(
    _ type: Value.Type, _ text: PlaybookSource.Text, _ source: SourceText
  ) -> Value? where Value.RawValue == String {
    if let value = Value(rawValue: text.value) { return value }
    let names = Value.allCases.map(\.rawValue)
    let hint = Spelling.hint(for: text.value, among: names)
    diagnostics.fail(
      "'\(text.value)' is none of \(names.joined(separator: ", "))\(hint)", at: text.place,
      in: source)
    return nil
  }
}
