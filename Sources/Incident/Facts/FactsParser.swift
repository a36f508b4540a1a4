internal import CloudTrail
internal import Sigma

/// Reads the YAML of a facts file strictly: an unknown key, a time that is none, or a name twice is
/// a fault with line, column and caret.
struct FactsParser {
  private typealias Text = PlaybookSource.Text

  private let source: SourceText
  private var values: PlaybookParser

  init(_ source: SourceText) {
    self.source = source
    values = PlaybookParser(source)
  }

  /// The faults in the order of the text.
  var faults: [RuleError] { values.diagnostics.errors.sorted { $0.place < $1.place } }

  /// The facts; what is faulty is left out and noted.
  mutating func parse() -> IncidentFacts? {
    let documents: [YAMLNode]
    do throws(RuleError) {
      documents = try YAMLReader.documents(of: source)
    } catch {
      values.diagnostics.add(error)
      return nil
    }
    guard let root = documents.first else {
      values.fail("the facts are empty", at: SourcePlace(line: 1, column: 1))
      return nil
    }
    if documents.count > 1 { values.fail("facts are one document", at: documents[1].place) }
    return facts(root)
  }

  private mutating func facts(_ root: YAMLNode) -> IncidentFacts? {
    guard root.pairs != nil else {
      values.fail("expected facts, found \(root.kindName)", at: root.place)
      return nil
    }
    let fields = values.fields(
      of: root, in: "the facts file",
      known: [
        "schema", "runner", "suspects", "compromised", "detected", "notified", "recovered",
        "responders", "attestations",
      ], required: ["schema"])
    if let schema = values.text(fields["schema"]), schema.value != IncidentFacts.schema {
      values.fail(
        "this program reads '\(IncidentFacts.schema)', not '\(schema.value)'", at: schema.place)
    }
    var facts = IncidentFacts()
    facts.runner = values.text(fields["runner"])?.value
    facts.suspects = fields["suspects"].map { suspects($0) } ?? facts.suspects
    facts.compromised = time(fields["compromised"])
    facts.detected = time(fields["detected"])
    facts.notified = time(fields["notified"])
    facts.recovered = time(fields["recovered"])
    facts.responders = values.texts(fields["responders"]).map(\.value)
    facts.attestations = values.list(fields["attestations"]).compactMap { attestation($0) }
    checkOrder(facts, fields)
    return facts
  }

  private mutating func suspects(_ node: YAMLNode) -> IncidentFacts.Suspects {
    let fields = values.fields(
      of: node, in: "'suspects'", known: ["subjects", "keys", "roles", "addresses"])
    var suspects = IncidentFacts.Suspects()
    suspects.subjects = values.texts(fields["subjects"]).map(\.value)
    suspects.keys = values.texts(fields["keys"]).map(\.value)
    suspects.roles = values.texts(fields["roles"]).map(\.value)
    let addresses = values.texts(fields["addresses"])
    for address in addresses where NetworkRange(address.value) == nil {
      values.fail("'\(address.value)' is no address and no network", at: address.place)
    }
    suspects.addresses = addresses.map(\.value)
    return suspects
  }

  private mutating func attestation(_ node: YAMLNode) -> IncidentFacts.Attestation? {
    let fields = values.fields(
      of: node, in: "an attestation", known: ["step", "by", "at", "note"],
      required: ["step", "by", "at"])
    let time = time(fields["at"])
    guard let step = values.text(fields["step"]), let by = values.text(fields["by"]), let time
    else { return nil }
    return IncidentFacts.Attestation(
      step: step.value, by: by.value, at: time, note: values.text(fields["note"])?.value)
  }

  private mutating func time(_ node: YAMLNode?) -> EventTime? {
    guard let text = values.text(node) else { return nil }
    if let time = TimeText.moment(text.value) { return time }
    values.fail("expected a time such as 2026-03-02T09:00:00Z", at: text.place)
    return nil
  }

  /// Each of the four moments comes after those before it.
  private mutating func checkOrder(_ facts: IncidentFacts, _ fields: [String: YAMLNode]) {
    let moments = [
      ("compromised", facts.compromised), ("detected", facts.detected),
      ("notified", facts.notified), ("recovered", facts.recovered),
    ].compactMap { name, time in time.map { (name, $0) } }
    for (earlier, later) in zip(moments, moments.dropFirst()) where later.1 < earlier.1 {
      guard let place = fields[later.0]?.place else { continue }
      values.fail("'\(later.0)' lies before '\(earlier.0)'", at: place)
    }
  }
}
