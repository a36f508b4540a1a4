internal import ByteScan
internal import CloudTrail

/// The record that a reader has in hand: where its values stand, and the members that are looked up
/// in every record.
///
/// It stands apart from `EventReader` and `RecordOutliner` because a method is given a copy of its
/// value where that is in use: these have hundreds of bytes, and this one a few words.
struct OutlinedRecord: Sendable {
  /// The members that are looked up at once.
  enum Part: Int, CaseIterable {
    case source, name, time, id, sharedID, region, account, errorCode, errorMessage, address, agent
    case identity, readOnly, category, request, response, additional, resources, addendum, endpoint

    fileprivate var field: FieldName {
      switch self {
      case .source: Field.eventSource
      case .name: Field.eventName
      case .time: Field.eventTime
      case .id: Field.eventID
      case .sharedID: Field.sharedEventID
      case .region: Field.awsRegion
      case .account: Field.recipientAccountID
      case .errorCode: Field.errorCode
      case .errorMessage: Field.errorMessage
      case .address: Field.sourceIPAddress
      case .agent: Field.userAgent
      case .identity: Field.userIdentity
      case .readOnly: Field.readOnly
      case .category: Field.eventCategory
      case .request: Field.requestParameters
      case .response: Field.responseElements
      case .additional: Field.additionalEventData
      case .resources: Field.resources
      case .addendum: Field.addendum
      case .endpoint: Field.vpcEndpointID
      }
    }
  }

  /// All values of the record.
  private(set) var map: JSONMap
  private var outline = RecordOutline()

  /// No record yet; `kernel` finds the values.
  init(kernel: MarkKernel) { map = JSONMap(kernel: kernel) }

  /// What finds the members of a record.
  static func outliner() -> RecordOutliner { RecordOutliner(names: Part.allCases.map(\.field)) }

  /// Takes the record in `bytes[range]` in hand; the questions below are asked with the same bytes.
  ///
  /// Throws where it is no JSON, or nests deeper than `nesting`.
  mutating func read(
    _ bytes: Span<UInt8>, in range: Range<Int>, nesting: Int, by outliner: RecordOutliner
  ) throws(RecordError) {
    try map.read(bytes, in: range, nesting: nesting)
    outliner.read(map, bytes, into: &outline)
  }

  /// Takes the record that begins at `start` in hand, where its end need not be looked for
  /// (`RecordOutliner.read`).
  mutating func read(
    _ bytes: Span<UInt8>, at start: Int, isNext: Bool, nesting: Int,
    by outliner: inout RecordOutliner
  ) -> RecordMark? {
    outliner.read(bytes, recordAt: start, isNext: isNext, nesting: nesting, into: &map, &outline)
  }

  /// The node of a member, of whatever kind it is.
  func node(_ part: Part) -> Int? { outline.node(part.rawValue) }

  // These are asked of every record. Cases are matched: `==` of another module's enumeration is a
  // call.

  /// The node of a member that is a string.
  func string(_ part: Part) -> Int? {
    guard let node = node(part), case .string = map.nodes[node].kind else { return nil }
    return node
  }

  /// The node of a member that is an object.
  func object(_ part: Part) -> Int? {
    guard let node = node(part), case .object = map.nodes[node].kind else { return nil }
    return node
  }

  /// True where a member is an array.
  private func isArray(_ part: Part) -> Bool {
    guard let node = node(part), case .array = map.nodes[node].kind else { return false }
    return true
  }

  /// The place of a member that is a text and not empty.
  func text(_ part: Part) -> Range<Int>? {
    guard let node = string(part), !map.nodes[node].range.isEmpty else { return nil }
    return map.nodes[node].range
  }

  /// The id under a name; nil where it is absent or no text.
  func id(_ part: Part, _ bytes: Span<UInt8>) -> EventID? { text(part).map { EventID(bytes, $0) } }

  private static let trueText = Array("true".utf8)

  /// True where a member is `true`, or that text; nil where there is none.
  func flag(_ part: Part, _ bytes: Span<UInt8>) -> Bool? {
    guard let node = node(part) else { return nil }
    return switch map.nodes[node].kind {
    case .null: nil
    case .object, .array: false
    default: JSONText.equal(bytes, map.nodes[node].range, Self.trueText)
    }
  }

  /// Events say their category since version 1.07; before, S3 object calls named a key.
  func category(_ bytes: Span<UInt8>) -> CoverageTally.Category {
    if let text = text(.category) { return CoverageTally.Category(bytes, text) }
    guard let request = object(.request) else { return .management }
    let isObjectCall =
      map.holdsText(Field.bucketName, of: request, bytes)
      && map.holdsText(Field.key, of: request, bytes)
    return isObjectCall ? .data : .management
  }

  /// True for a call through a VPC endpoint; where a service called, its name may stand in its place.
  func isThroughEndpoint(_ bytes: Span<UInt8>) -> Bool {
    guard let text = text(.endpoint), text.count > Self.endpoint.count else { return false }
    return JSONText.equal(
      bytes, text.lowerBound..<text.lowerBound + Self.endpoint.count, Self.endpoint)
  }

  private static let endpoint = Array("vpce-".utf8)

  /// True for the use of a key by CloudWatch Logs, which names the log group it is for.
  func isLogKeyUse(_ bytes: Span<UInt8>) -> Bool {
    let context = map.member(Field.encryptionContext, of: object(.request), in: bytes)
    return map.member(Field.logsArn, of: context, in: bytes) != nil
  }

  /// The members that tell of resources.
  var resourceParts: ResourceReader.Parts {
    ResourceReader.Parts(
      request: node(.request), response: node(.response), additional: node(.additional),
      resources: node(.resources), errorMessage: node(.errorMessage))
  }

  /// The place of the name of the bucket, where it is written without escapes.
  func plainBucket(_ bytes: Span<UInt8>) -> Range<Int>? {
    guard let bucket = map.member(Field.bucketName, of: object(.request), in: bytes),
      case .string = map.nodes[bucket].kind, !map.nodes[bucket].isEscaped,
      !map.nodes[bucket].range.isEmpty
    else { return nil }
    return map.nodes[bucket].range
  }

  /// True where the record may name what is a runner's beside its caller.
  func namesMore(_ service: WatchedService?, _ bytes: Span<UInt8>) -> Bool {
    if isArray(.resources) || string(.errorMessage) != nil { return true }
    // EC2 names the attachment of a task in a description.
    guard service == .ec2, let request = object(.request) else { return false }
    return JSONText.contains(bytes, map.nodes[request].range, Self.attachment)
  }

  private static let attachment = Array("attachment".utf8)
}
