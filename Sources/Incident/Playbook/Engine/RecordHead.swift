internal import CloudTrail

/// The few fields of a record that every event carries, so that the record itself need not be kept.
enum RecordHead {
  /// The fields by their paths.
  static let fields: Set<String> = [
    "eventSource", "eventName", "awsRegion", "errorCode", "sourceIPAddress", "userAgent",
    "recipientAccountId", "userIdentity.type", "userIdentity.arn", "userIdentity.userName",
    "userIdentity.invokedBy", "userIdentity.accountId",
  ]

  /// A record of these fields alone; what is absent or empty is left out.
  static func json(_ view: EventView, agent: String) -> [UInt8] {
    var json = Array("{".utf8)
    json.reserveCapacity(512)
    append("eventSource", view.source, to: &json)
    append("eventName", view.name, to: &json)
    append("awsRegion", view.region, to: &json)
    append("errorCode", view.errorCode, to: &json)
    append("sourceIPAddress", view.address, to: &json)
    append("userAgent", agent, to: &json)
    append("recipientAccountId", view.account, to: &json)
    json.append(contentsOf: "\"userIdentity\":{".utf8)
    append("type", view.principal.type, to: &json)
    append("arn", view.principal.arn, to: &json)
    append("userName", view.principal.userName, to: &json)
    append("invokedBy", view.principal.invokedBy, to: &json)
    append("accountId", view.principal.accountID, to: &json)
    close(&json)
    close(&json)
    return json
  }

  /// What the field with this path holds; nil where it is absent, empty, or none of `fields`.
  static func text(of field: String, _ view: EventView) -> String? {
    let text =
      switch field {
      case "eventSource": view.source
      case "eventName": view.name
      case "awsRegion": view.region
      case "errorCode": view.errorCode
      case "sourceIPAddress": view.address
      case "userAgent": view.agent
      case "recipientAccountId": view.account
      case "userIdentity.type": view.principal.type
      case "userIdentity.arn": view.principal.arn
      case "userIdentity.userName": view.principal.userName
      case "userIdentity.invokedBy": view.principal.invokedBy
      case "userIdentity.accountId": view.principal.accountID
      default: nil as String?
      }
    return text.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// A record of what events of one kind have in common.
  static func json(
    source: String, name: String, errorCode: String?, type: String, invokedBy: String?
  ) -> [UInt8] {
    var json = Array("{".utf8)
    append("eventSource", source, to: &json)
    append("eventName", name, to: &json)
    append("errorCode", errorCode, to: &json)
    json.append(contentsOf: "\"userIdentity\":{".utf8)
    append("type", type, to: &json)
    append("invokedBy", invokedBy, to: &json)
    close(&json)
    close(&json)
    return json
  }

  /// Appends a member and a comma, or nothing.
  private static func append(_ name: StaticString, _ value: String?, to json: inout [UInt8]) {
    guard let value, !value.isEmpty else { return }
    json.append(UInt8(ascii: "\""))
    for byte in name.description.utf8 { json.append(byte) }
    json.append(contentsOf: "\":".utf8)
    if !JSONText.appendQuoted(value, to: &json) {
      json.append(contentsOf: "\"\(escaped(value))\"".utf8)
    }
    json.append(UInt8(ascii: ","))
  }

  /// Puts a closing bracket in place of the last comma.
  private static func close(_ json: inout [UInt8]) {
    if json.last == UInt8(ascii: ",") { json.removeLast() }
    json.append(UInt8(ascii: "}"))
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      default:
        if scalar.value < 0x20 {
          let digits = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }
}
