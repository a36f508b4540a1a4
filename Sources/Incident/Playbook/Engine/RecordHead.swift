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
    let principal = view.principal
    let identity = object([
      ("type", principal.type), ("arn", principal.arn), ("userName", principal.userName),
      ("invokedBy", principal.invokedBy), ("accountId", principal.accountID),
    ])
    let fields = members([
      ("eventSource", view.source), ("eventName", view.name), ("awsRegion", view.region),
      ("errorCode", view.errorCode), ("sourceIPAddress", view.address), ("userAgent", agent),
      ("recipientAccountId", view.account),
    ])
    return Array(
      ("{" + (fields + ["\"userIdentity\":" + identity]).joined(separator: ",") + "}").utf8)
  }

  private static func object(_ fields: [(String, String?)]) -> String {
    "{" + members(fields).joined(separator: ",") + "}"
  }

  private static func members(_ fields: [(String, String?)]) -> [String] {
    fields.compactMap { name, value in
      guard let value, !value.isEmpty else { return nil }
      return "\"\(name)\":\"\(escaped(value))\""
    }
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
