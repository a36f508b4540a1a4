import Foundation
import Incident
import Reports
import Testing

@Suite("Schemas")
struct SchemaTests {
  private static func records(_ noun: Noun) throws -> [JSONValue] {
    let renderer = Renderer(liveAt: Sample.time(9, 30))
    return try renderer.render(noun, of: Sample.analysis, as: .ndjson)
      .split(separator: UInt8(ascii: "\n")).map { try JSONValue($0) }
  }

  @Test("Every record is valid", arguments: Noun.allCases)
  func records(noun: Noun) throws {
    let check = JSONSchemaCheck(try JSONValue(JSONSchema.text(of: noun)))
    let records = try Self.records(noun)
    #expect(!records.isEmpty)
    for record in records { #expect(check.faults(in: record) == []) }
  }

  @Test("The sample shows every key of the schema", arguments: Noun.allCases)
  func everyKey(noun: Noun) throws {
    let schema = try JSONValue(JSONSchema.text(of: noun))
    let seen = try Self.records(noun).reduce(into: Set()) { $0.formUnion(Self.paths(in: $1)) }
    #expect(Self.paths(declaredBy: schema).subtracting(seen) == [])
  }

  @Test("The report is valid and shows every key")
  func report() throws {
    let report = try JSONValue(
      IncidentReport(Sample.analysis, command: "trailscan report", version: "1.0.0").json)
    let schema = try JSONValue(JSONSchema.report)
    #expect(JSONSchemaCheck(schema).faults(in: report) == [])
    // Which credentials are valid at a moment is asked of the sessions alone.
    #expect(
      Self.paths(declaredBy: schema).subtracting(Self.paths(in: report)) == [".sessions[].liveAt"])
  }

  @Test("The report of nothing is valid")
  func emptyReport() throws {
    let report = try JSONValue(
      IncidentReport(Analysis(playbook: "rotation"), command: "", version: "").json)
    #expect(JSONSchemaCheck(try JSONValue(JSONSchema.report)).faults(in: report) == [])
  }

  @Test("A fault against the schema is noticed")
  func faults() throws {
    let check = JSONSchemaCheck(try JSONValue(JSONSchema.text(of: .sessions)))
    let faults = check.faults(
      in: try JSONValue(
        #"{"session":1,"kind":"x","linked":"no","issuedAt":"yesterday","events":-1,"more":true}"#
          .utf8))
    #expect(
      faults == [
        "$: required is violated", "$.events: minimum is violated",
        "$.issuedAt: pattern is violated", "$.kind: enum is violated",
        "$.linked: enum is violated", "$.more: is not in the schema",
        "$.session: type is violated",
      ])
  }

  /// Every path of keys in a value, elements of a list as `[]`.
  private static func paths(in value: JSONValue, at path: String = "") -> Set<String> {
    let below = value.members.map { ("\(path).\($0.key)", $0.value) }
    let elements = value.elements.map { (path + "[]", $0) }
    return (below + elements).reduce(into: value.members.isEmpty ? [] : Set(below.map(\.0))) {
      $0.formUnion(paths(in: $1.1, at: $1.0))
    }
  }

  private static func paths(declaredBy schema: JSONValue, at path: String = "") -> Set<String> {
    var found: Set<String> = []
    for (key, member) in schema["properties"]?.members ?? [:] {
      found.insert("\(path).\(key)")
      found.formUnion(paths(declaredBy: member, at: "\(path).\(key)"))
    }
    if let items = schema["items"] {
      found.formUnion(paths(declaredBy: items, at: path + "[]"))
    }
    return found
  }
}
