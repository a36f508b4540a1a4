import Foundation

/// A JSON object as Foundation reads it: the second opinion on what the tool writes.
struct Fields {
  let object: [String: Any]

  init(json: String) throws {
    let value = try JSONSerialization.jsonObject(with: Data(json.utf8))
    guard let object = value as? [String: Any] else { throw NotAnObject(text: json) }
    self.object = object
  }

  /// A line that is JSON, but no object.
  struct NotAnObject: Error { var text: String }

  /// The value at a path such as `userIdentity.sessionContext.attributes.creationDate`.
  subscript(path: String) -> Any? {
    path.split(separator: ".").reduce(object as Any?) { value, key in
      (value as? [String: Any])?[String(key)]
    }
  }

  /// The text at a path.
  func text(_ path: String) -> String? { self[path] as? String }

  /// The whole number at a path.
  func number(_ path: String) -> Int? { self[path] as? Int }

  var id: String { text("eventID") ?? "" }
  var name: String { text("eventName") ?? "" }
  var source: String { text("eventSource") ?? "" }

  /// True for AssumeRoleWithWebIdentity, RunTask, and all of S3 and KMS.
  var isOfFamilies: Bool {
    switch source {
    case "s3.amazonaws.com", "kms.amazonaws.com": true
    case "ecs.amazonaws.com": name == "RunTask"
    case "sts.amazonaws.com": name == "AssumeRoleWithWebIdentity"
    default: false
    }
  }
}
