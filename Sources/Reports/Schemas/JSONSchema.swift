import CloudTrail
import Incident

/// The JSON Schema (draft 2020-12) of each noun and of the incident report.
///
/// Written from the same list of fields as the records themselves, so it names exactly the keys
/// that can occur; `additionalProperties` is false everywhere.
package enum JSONSchema {
  /// The schema of one record of `noun`.
  package static func text(of noun: Noun) -> [UInt8] {
    switch noun {
    case .timeline: document("timeline", "One entry of a runner's timeline.", TimelineEntry.self)
    case .runners: document("runner", "A workload that logs in by web identity.", Runner.self)
    case .sessions: document("session", "One issued credential.", SessionRecord.self)
    case .findings: document("finding", "One detection.", Finding.self)
    case .steps: document("step", "One playbook step, judged for one runner.", StepVerdict.self)
    case .coverage: document("coverage", "What is known of one region.", CoverageEntry.self)
    case .incidents: document("incident", "The incident of one runner.", IncidentCase.self)
    case .reach: document("reach", "What one session touched.", SessionReach.self)
    }
  }

  /// The schema of the incident report as JSON.
  package static var report: [UInt8] {
    document("report", "An incident report.", shape: .object(IncidentJSON.outlines))
  }

  /// The schema of an explanation.
  package static var explanation: [UInt8] {
    document("explanation", "All that is known of one event.", Explanation.self)
  }

  private static func document(
    _ title: String, _ says: String, _ type: (some Described).Type
  ) -> [UInt8] {
    document(title, says, shape: type.shape)
  }

  private static func document(_ title: String, _ says: String, shape: FieldShape) -> [UInt8] {
    var json = JSONWriter(linesTo: 2)
    json.object {
      $0.pair("$schema", "https://json-schema.org/draft/2020-12/schema")
      $0.pair("$id", "urn:trailscan:schema:\(title)")
      $0.pair("title", title)
      $0.pair("description", says)
      $0.schemaMembers(of: shape)
    }
    json.endLine()
    return json.bytes
  }
}

extension JSONWriter {
  fileprivate mutating func pair(_ name: String, _ text: String) {
    key(name)
    string(text)
  }

  fileprivate mutating func pair(_ name: String, schemaOf shape: FieldShape) {
    key(name)
    object { $0.schemaMembers(of: shape) }
  }

  fileprivate mutating func schemaMembers(of shape: FieldShape) {
    switch shape {
    case .text: pair("type", "string")
    case .word(let words): wordMembers(words)
    case .time: timeMembers()
    case .integer: integerMembers()
    case .signed: pair("type", "integer")
    case .flag: pair("type", "boolean")
    case .trueOr(let reasons): reasonMembers(reasons)
    case .list(let element):
      pair("type", "array")
      pair("items", schemaOf: element)
    case .object(let outlines): objectMembers(outlines)
    case .counts:
      pair("type", "object")
      pair("additionalProperties", schemaOf: .integer)
    }
  }

  private mutating func wordMembers(_ words: [String]) {
    pair("type", "string")
    key("enum")
    array { for word in words { $0.string(word) } }
  }

  private mutating func reasonMembers(_ reasons: [String]) {
    key("enum")
    array {
      $0.flag(true)
      for reason in reasons { $0.string(reason) }
    }
  }

  private mutating func timeMembers() {
    pair("type", "string")
    pair("format", "date-time")
    pair("pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")
  }

  private mutating func integerMembers() {
    pair("type", "integer")
    key("minimum")
    integer(0)
  }

  private mutating func objectMembers(_ outlines: [FieldOutline]) {
    pair("type", "object")
    key("properties")
    object {
      for outline in outlines {
        $0.key(outline.name)
        $0.object {
          $0.pair("description", outline.says)
          $0.schemaMembers(of: outline.shape)
        }
      }
    }
    key("required")
    array { for outline in outlines where !outline.isOptional { $0.string(outline.name) } }
    key("additionalProperties")
    flag(false)
  }
}
