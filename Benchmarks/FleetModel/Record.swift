/// One CloudTrail record before it is written: the fields in CloudTrail's order, absent where nil.
package struct Record: Sendable {
  /// An error of the called service.
  package struct Failure: Sendable {
    /// `errorCode`.
    package var code: String
    /// `errorMessage`, absent for some.
    package var message: String?

    /// A failure with these properties.
    package init(_ code: String, _ message: String? = nil) {
      self.code = code
      self.message = message
    }
  }

  /// `eventCategory`; absent in records before 1.07.
  package enum Category: String, Sendable {
    /// Management events.
    case management = "Management"
    /// Data events.
    case data = "Data"
  }

  /// `eventVersion`.
  package var version = "1.11"
  /// `userIdentity`.
  package var actor: Actor
  /// `eventTime`.
  package var time: Timestamp
  /// `eventSource`.
  package var source: String
  /// `eventName`.
  package var name: String
  /// `awsRegion`.
  package var region: Region
  /// `sourceIPAddress`, `userAgent`, `vpcEndpointId`.
  package var origin: Origin
  /// `errorCode`, `errorMessage`.
  package var failure: Failure?
  /// `requestParameters`.
  package var request: JSON = .null
  /// `responseElements`.
  package var response: JSON = .null
  /// `additionalEventData`.
  package var additional: JSON?
  /// `requestID`.
  package var requestID: String?
  /// `eventID`.
  package var eventID: String
  /// `readOnly`.
  package var readOnly = false
  /// `resources`.
  package var resources: JSON?
  /// `eventType`.
  package var type = "AwsApiCall"
  /// `apiVersion`.
  package var apiVersion: String?
  /// `recipientAccountId`.
  package var account: Account
  /// `serviceEventDetails`.
  package var serviceDetails: JSON?
  /// `sharedEventID`.
  package var sharedEventID: String?
  /// `eventCategory`.
  package var category = Category.management
  /// `tlsDetails.clientProvidedHostHeader`.
  package var host: String?
  /// `sessionCredentialFromConsole`.
  package var isFromConsole = false
}

extension Record {
  /// True for records older than 1.07, which lack `eventCategory`, `managementEvent` and, here,
  /// `readOnly`.
  private var isOld: Bool { version < "1.07" }

  /// The record as a JSON object in CloudTrail's order of keys.
  package var json: JSON {
    var members: [(key: String, value: JSON)] = []
    members.reserveCapacity(30)
    members.append(("eventVersion", .string(version)))
    members.append(("userIdentity", actor.identity(version: version)))
    members.append(("eventTime", .string(time.iso)))
    members.append(("eventSource", .string(source)))
    members.append(("eventName", .string(name)))
    members.append(("awsRegion", .string(region.name)))
    members.append(("sourceIPAddress", .string(origin.address)))
    members.append(
      ("userAgent", .string(origin.program.userAgent(source: source, operation: name))))
    Self.add("errorCode", failure?.code, to: &members)
    Self.add("errorMessage", failure?.message, to: &members)
    members.append(("requestParameters", request))
    members.append(("responseElements", response))
    if let additional { members.append(("additionalEventData", additional)) }
    Self.add("requestID", requestID, to: &members)
    members.append(("eventID", .string(eventID)))
    if !isOld { members.append(("readOnly", .bool(readOnly))) }
    addTail(to: &members)
    return .object(members)
  }

  private func addTail(to members: inout [(key: String, value: JSON)]) {
    if let resources { members.append(("resources", resources)) }
    members.append(("eventType", .string(type)))
    Self.add("apiVersion", apiVersion, to: &members)
    if !isOld { members.append(("managementEvent", .bool(category == .management))) }
    members.append(("recipientAccountId", .string(account.id)))
    if let serviceDetails { members.append(("serviceEventDetails", serviceDetails)) }
    Self.add("sharedEventID", sharedEventID, to: &members)
    Self.add("vpcEndpointId", origin.endpoint, to: &members)
    if version >= "1.09" && origin.endpoint != nil {
      members.append(("vpcEndpointAccountId", .string(account.id)))
    }
    if !isOld { members.append(("eventCategory", .string(category.rawValue))) }
    if let host, version >= "1.08" {
      members.append(
        (
          "tlsDetails",
          [
            "tlsVersion": "TLSv1.3", "cipherSuite": "TLS_AES_128_GCM_SHA256",
            "clientProvidedHostHeader": .string(host),
          ]
        ))
    }
    if isFromConsole { members.append(("sessionCredentialFromConsole", "true")) }
  }

  private static func add(
    _ key: String, _ text: String?, to members: inout [(key: String, value: JSON)]
  ) {
    if let text { members.append((key, .string(text))) }
  }
}
