internal import CloudTrail

/// The member names of CloudTrail records that the analysis reads.
enum Field {
  static let eventSource: FieldName = "eventSource"
  static let eventName: FieldName = "eventName"
  static let eventTime: FieldName = "eventTime"
  static let eventID: FieldName = "eventID"
  static let sharedEventID: FieldName = "sharedEventID"
  static let awsRegion: FieldName = "awsRegion"
  static let recipientAccountID: FieldName = "recipientAccountId"
  static let sourceIPAddress: FieldName = "sourceIPAddress"
  static let userAgent: FieldName = "userAgent"
  static let errorCode: FieldName = "errorCode"
  static let errorMessage: FieldName = "errorMessage"
  static let eventCategory: FieldName = "eventCategory"
  static let eventType: FieldName = "eventType"
  static let readOnly: FieldName = "readOnly"
  static let userIdentity: FieldName = "userIdentity"
  static let requestParameters: FieldName = "requestParameters"
  static let responseElements: FieldName = "responseElements"
  static let serviceEventDetails: FieldName = "serviceEventDetails"
  static let resources: FieldName = "resources"
  static let addendum: FieldName = "addendum"
  static let originalEventID: FieldName = "originalEventID"
  static let resourceARN: FieldName = "ARN"
  static let oldResourceARN: FieldName = "arn"
  static let accountID: FieldName = "accountId"
  static let requestID: FieldName = "requestID"
  static let vpcEndpointID: FieldName = "vpcEndpointId"
  static let vpcEndpointAccountID: FieldName = "vpcEndpointAccountId"

  static let bucketName: FieldName = "bucketName"
  static let key: FieldName = "key"
  static let copySource: FieldName = "x-amz-copy-source"
  static let keyID: FieldName = "keyId"
  static let additionalEventData: FieldName = "additionalEventData"
  static let encryptionApplied: FieldName = "SSEApplied"
  static let bytesTransferredOut: FieldName = "bytesTransferredOut"
  static let encryptionContext: FieldName = "encryptionContext"
  static let s3Arn: FieldName = "aws:s3:arn"
  static let logsArn: FieldName = "aws:logs:arn"
  static let roleArn: FieldName = "roleArn"
  static let roleName: FieldName = "roleName"
  static let roleSessionName: FieldName = "roleSessionName"
  static let durationSeconds: FieldName = "durationSeconds"
  static let sourceIdentity: FieldName = "sourceIdentity"
  static let credentials: FieldName = "credentials"
  static let accessKeyID: FieldName = "accessKeyId"
  static let expiration: FieldName = "expiration"
  static let assumedRoleUser: FieldName = "assumedRoleUser"
  static let assumedRoleID: FieldName = "assumedRoleId"
  static let subject: FieldName = "subjectFromWebIdentityToken"
  static let provider: FieldName = "provider"
  static let audience: FieldName = "audience"

  static let cluster: FieldName = "cluster"
  static let task: FieldName = "task"
  static let tasks: FieldName = "tasks"
  static let taskArn: FieldName = "taskArn"
  static let clusterArn: FieldName = "clusterArn"
  static let failures: FieldName = "failures"
  static let reason: FieldName = "reason"
  static let taskDefinition: FieldName = "taskDefinition"
  static let taskDefinitionArn: FieldName = "taskDefinitionArn"
  static let family: FieldName = "family"
  static let taskRoleArn: FieldName = "taskRoleArn"
  static let executionRoleArn: FieldName = "executionRoleArn"
  static let overrides: FieldName = "overrides"
  static let containerDefinitions: FieldName = "containerDefinitions"
  static let logConfiguration: FieldName = "logConfiguration"
  static let options: FieldName = "options"
  static let awslogsGroup: FieldName = "awslogs-group"
  static let awslogsRegion: FieldName = "awslogs-region"

  static let logGroupName: FieldName = "logGroupName"
  static let logGroupNames: FieldName = "logGroupNames"
  static let logGroupIdentifier: FieldName = "logGroupIdentifier"
  static let logGroupIdentifiers: FieldName = "logGroupIdentifiers"
  static let name: FieldName = "name"
  static let policyArn: FieldName = "policyArn"
  static let userName: FieldName = "userName"
  static let queryID: FieldName = "queryId"
  static let prefix: FieldName = "prefix"
  static let description: FieldName = "description"
  static let attachments: FieldName = "attachments"
  static let attachmentID: FieldName = "id"
  static let bucketLoggingStatus: FieldName = "BucketLoggingStatus"
  static let loggingEnabled: FieldName = "LoggingEnabled"
  static let targetBucket: FieldName = "TargetBucket"
  static let targetPrefix: FieldName = "TargetPrefix"
  static let oidcProviderArn: FieldName = "openIDConnectProviderArn"
  static let networkConfiguration: FieldName = "networkConfiguration"
  static let awsvpcConfiguration: FieldName = "awsvpcConfiguration"
  static let subnets: FieldName = "subnets"
  static let securityGroups: FieldName = "securityGroups"
  static let image: FieldName = "image"
  static let s3BucketName: FieldName = "s3BucketName"
}

extension JSONMap {
  /// The text of the member `name` of `parent`; nil where it is absent, empty or no scalar.
  func text(_ name: FieldName, of parent: Int?, in bytes: Span<UInt8>) -> String? {
    guard let parent, let child = member(name, of: parent, in: bytes),
      let text = text(of: child, in: bytes), !text.isEmpty
    else { return nil }
    return text
  }

  /// True where `text` finds one; takes no memory.
  func holdsText(_ name: FieldName, of parent: Int, _ bytes: Span<UInt8>) -> Bool {
    guard let child = member(name, of: parent, in: bytes) else { return false }
    return switch nodes[child].kind {
    case .object, .array, .null: false
    case .string, .number, .bool: !nodes[child].range.isEmpty
    }
  }

  /// The member `name` of `parent`, where both exist.
  func member(_ name: FieldName, of parent: Int?, in bytes: Span<UInt8>) -> Int? {
    parent.flatMap { member(name, of: $0, in: bytes) }
  }

  /// The texts of an array's elements, or of a single scalar in its place.
  func texts(_ name: FieldName, of parent: Int?, in bytes: Span<UInt8>) -> [String] {
    guard let node = member(name, of: parent, in: bytes) else { return [] }
    if nodes[node].kind == .array {
      return children(of: node).compactMap { text(of: $0, in: bytes) }
    }
    return text(of: node, in: bytes).map { [$0] } ?? []
  }
}
