import Foundation

/// Checks a JSON value against the keywords that our schemas use; any other keyword is a fault,
/// so that a schema cannot promise what nobody checks.
struct JSONSchemaCheck {
  private let schema: JSONValue
  private static let notes: Set = ["$schema", "$id", "title", "description", "format"]

  /// A check by a schema as read.
  init(_ schema: JSONValue) { self.schema = schema }

  /// What is wrong with `value`; empty when it is valid.
  func faults(in value: JSONValue, at path: String = "$") -> [String] {
    let here = schema.members.keys.sorted().filter { !allows($0, value) }
    return here.map { "\(path): \($0) is violated" } + faultsBelow(value, at: path)
  }

  private func allows(_ keyword: String, _ value: JSONValue) -> Bool {
    switch keyword {
    case "type": value.typeName == schema[keyword]?.text
    case "enum": schema[keyword]?.elements.contains(value) ?? false
    case "pattern": value.text?.matches(schema[keyword]?.text) ?? false
    case "minimum": value.isAtLeast(schema[keyword])
    case "required":
      schema[keyword]?.elements.allSatisfy { $0.text.map { value[$0] != nil } ?? false } ?? false
    case "properties", "items", "additionalProperties": true
    default: Self.notes.contains(keyword)
    }
  }

  private func faultsBelow(_ value: JSONValue, at path: String) -> [String] {
    let items = value.elements.enumerated().flatMap { index, element in
      schema["items"].map {
        JSONSchemaCheck($0).faults(in: element, at: "\(path)[\(index)]")
      } ?? ["\(path): the schema says nothing of items"]
    }
    let members = value.members.sorted { $0.key < $1.key }.flatMap { key, member in
      faults(in: member, named: key, at: path)
    }
    return items + members
  }

  private func faults(in member: JSONValue, named key: String, at path: String) -> [String] {
    if let known = schema["properties"]?[key] {
      return JSONSchemaCheck(known).faults(in: member, at: "\(path).\(key)")
    }
    guard let others = schema["additionalProperties"], others != .flag(false) else {
      return ["\(path).\(key): is not in the schema"]
    }
    return JSONSchemaCheck(others).faults(in: member, at: "\(path).\(key)")
  }
}

extension JSONValue {
  fileprivate var typeName: String {
    switch self {
    case .flag: "boolean"
    case .integer: "integer"
    case .text: "string"
    case .list: "array"
    case .object: "object"
    }
  }

  fileprivate func isAtLeast(_ limit: JSONValue?) -> Bool {
    guard case .integer(let value) = self, case .integer(let least) = limit else { return false }
    return value >= least
  }
}

extension String {
  fileprivate func matches(_ pattern: String?) -> Bool {
    guard let pattern else { return false }
    return range(of: pattern, options: .regularExpression) == startIndex..<endIndex
  }
}
