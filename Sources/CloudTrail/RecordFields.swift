/// The names that CloudTrail gives to the fields of its records, to tell a slip from a field.
///
/// From the CloudTrail User Guide ("record contents", "userIdentity element", record version 1.11),
/// and names of older versions that real logs still hold. What lies below `requestParameters` and
/// the like is every service's own and not listed.
package enum RecordFields {
  /// Fields whose members are not listed.
  private static let open: Set<String> = [
    "requestParameters", "responseElements", "additionalEventData", "serviceEventDetails",
    "insightDetails", "eventContext", "edgeDeviceDetails",
  ]

  /// Every other field, by its path.
  private static let closed: [String] = [
    "eventVersion", "eventTime", "eventSource", "eventName", "awsRegion", "sourceIPAddress",
    "userAgent", "errorCode", "errorMessage", "requestID", "eventID", "eventType", "apiVersion",
    "managementEvent", "readOnly", "recipientAccountId", "sharedEventID", "vpcEndpointId",
    "vpcEndpointAccountId", "eventCategory", "sessionCredentialFromConsole", "omitted",
    "resources", "resources.ARN", "resources.arn", "resources.ARNPrefix", "resources.accountId",
    "resources.type", "tlsDetails", "tlsDetails.tlsVersion", "tlsDetails.cipherSuite",
    "tlsDetails.clientProvidedHostHeader", "tlsDetails.keyExchange", "addendum",
    "addendum.reason", "addendum.updatedFields", "addendum.originalRequestID",
    "addendum.originalEventID", "userIdentity", "userIdentity.type", "userIdentity.userName",
    "userIdentity.principalId", "userIdentity.arn", "userIdentity.accountId",
    "userIdentity.accessKeyId", "userIdentity.invokedBy", "userIdentity.invokedByDelegate",
    "userIdentity.invokedByDelegate.accountId", "userIdentity.onBehalfOf",
    "userIdentity.onBehalfOf.userId", "userIdentity.onBehalfOf.identityStoreArn",
    "userIdentity.credentialId", "userIdentity.identityProvider", "userIdentity.inScopeOf",
    "userIdentity.inScopeOf.sourceArn", "userIdentity.inScopeOf.sourceAccount",
    "userIdentity.inScopeOf.issuerType", "userIdentity.inScopeOf.credentialsIssuedTo",
    "userIdentity.inScopeOf.credentialsIssuedToVersion", "userIdentity.sessionContext",
    "userIdentity.sessionContext.attributes",
    "userIdentity.sessionContext.attributes.creationDate",
    "userIdentity.sessionContext.attributes.mfaAuthenticated",
    "userIdentity.sessionContext.sessionIssuer",
    "userIdentity.sessionContext.sessionIssuer.type",
    "userIdentity.sessionContext.sessionIssuer.userName",
    "userIdentity.sessionContext.sessionIssuer.principalId",
    "userIdentity.sessionContext.sessionIssuer.arn",
    "userIdentity.sessionContext.sessionIssuer.accountId",
    "userIdentity.sessionContext.webIdFederationData",
    "userIdentity.sessionContext.webIdFederationData.federatedProvider",
    "userIdentity.sessionContext.webIdFederationData.attributes",
    "userIdentity.sessionContext.sourceIdentity",
    "userIdentity.sessionContext.ec2RoleDelivery", "userIdentity.sessionContext.assumedRoot",
    "userIdentity.sessionContext.signInSessionArn",
  ]

  private static let known = Set(closed)

  /// Every name that is listed, for hints.
  package static let names = closed + open.sorted()

  /// True where CloudTrail has a field of this path, or leaves it to the services.
  package static func contain(_ path: String) -> Bool {
    if known.contains(path) { return true }
    let first = path.utf8.prefix { $0 != UInt8(ascii: ".") }
    return open.contains(String(first) ?? "")
      || path.hasPrefix("userIdentity.sessionContext.webIdFederationData.")
  }
}
