internal import CloudTrail

/// The event selectors that a trail is given: which data events of S3 it logs.
///
/// Plain selectors list what they log by the beginnings of ARNs, `arn:aws:s3` for everything;
/// advanced ones say what fields must hold (CloudTrail user guide, "Logging data events").
struct EventSelectors {
  private static let objects = "AWS::S3::Object"
  /// The fields that an advanced selector may speak of and still log what is done to objects of a
  /// bucket, as far as it logs reads and writes.
  private static let harmless: Set<String> = [
    "eventCategory", "resources.type", "resources.ARN", "readOnly",
  ]

  private let plain: [MappedRecord]
  private let advanced: [MappedRecord]

  /// The selectors in the request of `record`.
  init(_ record: MappedRecord) {
    plain = record.parts(Field.requestParameters, "eventSelectors")
    advanced = record.parts(Field.requestParameters, "advancedEventSelectors")
  }

  /// True where what is done to any object of a bucket is logged.
  func cover(bucket: String) -> Bool {
    let objects = bucket + "/"
    return plain.contains { Self.plain($0, covers: objects) }
      || advanced.contains { Self.advanced($0, covers: objects) }
  }

  private static func plain(_ selector: MappedRecord, covers objects: String) -> Bool {
    selector.parts("dataResources").contains { resource in
      resource.texts(of: "type") == [Self.objects]
        && resource.texts(of: "values").contains { objects.hasPrefix(name(inArn: $0)) }
    }
  }

  private static func advanced(_ selector: MappedRecord, covers objects: String) -> Bool {
    let fields = selector.parts("fieldSelectors")
    let names = fields.flatMap { $0.texts(of: "field") }
    guard fields.contains(where: { $0.texts(of: "equals").contains(Self.objects) }),
      harmless.isSuperset(of: names)
    else { return false }
    return fields.filter { $0.texts(of: "field") == ["resources.ARN"] }.allSatisfy { field in
      let starts = field.texts(of: "startsWith").map(Self.name(inArn:))
      let others = field.texts(of: "notStartsWith").map(Self.name(inArn:))
      return field.texts(of: "equals").isEmpty && field.texts(of: "endsWith").isEmpty
        && (starts.isEmpty || starts.contains { objects.hasPrefix($0) })
        && !others.contains { objects.hasPrefix($0) || $0.hasPrefix(objects) }
    }
  }

  /// What stands behind `arn:aws:s3:::` in any partition; the empty text for all of S3.
  private static func name(inArn arn: String) -> String {
    arn.behind(":s3:::").map(String.init) ?? (arn.hasSuffix(":s3") ? "" : arn)
  }
}
