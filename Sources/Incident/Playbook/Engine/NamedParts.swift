internal import CloudTrail
internal import Sigma

/// What an event names, kind by kind: rules that ask for what is not named need not be asked.
struct NamedParts: OptionSet {
  let rawValue: UInt32

  static let encryption = NamedParts(rawValue: 1 << 16)
  static let contextBucket = NamedParts(rawValue: 1 << 17)

  private init(_ kind: Mention.Kind) { rawValue = 1 << UInt32(kind.rawValue) }

  init(rawValue: UInt32) { self.rawValue = rawValue }

  /// What an event names that mentions these, and says so of encryption and context.
  init(mentions: [Mention], isEncrypted: Bool, hasContext: Bool) {
    self = []
    for mention in mentions { insert(NamedParts(mention.kind)) }
    if isEncrypted { insert(.encryption) }
    if hasContext { insert(.contextBucket) }
  }

  /// What an event must name for `detection` to match.
  init(needed detection: Detection) {
    self = []
    for name in detection.neededContextFields {
      guard let field = ContextField(name: name) else { continue }
      switch field {
      case .buckets: insert(NamedParts(.bucket))
      case .sourceBuckets: insert(NamedParts(.sourceBucket))
      case .keys: insert(NamedParts(.key))
      case .roleNames, .roleKinds: insert(NamedParts(.role))
      case .taskIds: insert(NamedParts(.task))
      case .logGroups: insert(NamedParts(.logGroup))
      case .clusters: insert(NamedParts(.cluster))
      case .taskDefinitions, .taskFamilies: insert(NamedParts(.taskDefinition))
      case .encryption: insert(.encryption)
      case .contextBuckets: insert(.contextBucket)
      default: continue
      }
    }
  }
}
