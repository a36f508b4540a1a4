import CloudTrail
import Sigma
import Testing

/// A context made of dictionaries; a name that is missing is not known.
struct KnownContext: MatchContext {
  var fields: [String: [String]] = [:]
  var placeholders: [String: [PlaceholderValue]] = [:]

  func values(ofField name: String) -> [String]? { fields[name] }
  func values(ofPlaceholder name: String) -> [PlaceholderValue]? { placeholders[name] }
}

/// Asks detections about JSON records, as the tests write both.
enum Asking {
  /// The answer of one selection, written as YAML, about a record, written as JSON.
  static func selection(
    _ yaml: String, about json: String, context: some MatchContext = UnknownContext(),
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Truth {
    var diagnostics = Diagnostics()
    let detection = Detection(where: yaml, diagnostics: &diagnostics)
    for error in diagnostics.errors {
      Issue.record("\(error)", sourceLocation: sourceLocation)
    }
    return try answer(#require(detection), about: json, context: context)
  }

  /// The answer of a `detection:` mapping, written as YAML.
  static func detection(
    _ yaml: String, about json: String, context: some MatchContext = UnknownContext(),
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Truth {
    let (detection, diagnostics) = try compile(yaml)
    for error in diagnostics.errors {
      Issue.record("\(error)", sourceLocation: sourceLocation)
    }
    return try answer(#require(detection), about: json, context: context)
  }

  static func compile(_ yaml: String) throws -> (Detection?, Diagnostics) {
    let source = SourceText(name: "rule.yml", text: yaml)
    var diagnostics = Diagnostics()
    let node = try #require(YAMLReader.documents(of: source).first)
    let detection = Detection(compiling: node, in: source, diagnostics: &diagnostics)
    return (detection, diagnostics)
  }

  /// The answer, which a copy of the detection gives, too.
  static func answer(
    _ detection: Detection, about json: String, context: some MatchContext = UnknownContext()
  ) throws -> Truth {
    let bytes = Array(json.utf8)
    var map = JSONMap()
    try map.read(bytes.span)
    let answer = detection.evaluate(map, bytes.span, context: context)
    #expect(detection.unshared.evaluate(map, bytes.span, context: context) == answer)
    return answer
  }
}
