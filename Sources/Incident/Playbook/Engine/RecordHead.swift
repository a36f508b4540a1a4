internal import CloudTrail

/// The few fields of a record that every event carries, so that the record itself need not be kept.
enum RecordHead {
  /// What tells a field of an event; nil and the empty text where the record has none.
  typealias Reader = @Sendable (EventView) -> String?

  private static let outer: [(name: StaticString, read: Reader)] = [
    ("eventSource", { $0.source }), ("eventName", { $0.name }), ("awsRegion", { $0.region }),
    ("errorCode", { $0.errorCode }), ("sourceIPAddress", { $0.address }),
    ("userAgent", { $0.agent }), ("recipientAccountId", { $0.account }),
  ]

  private static let identity: [(name: StaticString, read: Reader)] = [
    ("type", { $0.principal.type }), ("arn", { $0.principal.arn }),
    ("userName", { $0.principal.userName }), ("invokedBy", { $0.principal.invokedBy }),
    ("accountId", { $0.principal.accountID }),
  ]

  /// The fields by their paths.
  static let readers: [String: Reader] = {
    let inner = identity.map { ("userIdentity.\($0.name)", $0.read) }
    return Dictionary(uniqueKeysWithValues: outer.map { ("\($0.name)", $0.read) } + inner)
  }()

  /// The paths of the fields.
  static let fields = Set(readers.keys)

  /// A record of these fields alone; what is absent or empty is left out.
  static func json(_ view: EventView) -> [UInt8] {
    var json = Array("{".utf8)
    json.reserveCapacity(512)
    for field in outer { append(field.name, field.read(view), to: &json) }
    json.append(contentsOf: "\"userIdentity\":{".utf8)
    for field in identity { append(field.name, field.read(view), to: &json) }
    close(&json)
    close(&json)
    return json
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
