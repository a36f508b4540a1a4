internal import ByteScan

/// Knows a timeline entry of this program, which has CloudTrail's names for service, call and id:
/// a timeline that was saved among the logs must not stand in for the records.
enum OwnEntry {
  private static let head = Array("{\"eventTime\":".utf8)
  private static let runner: FieldName = "runner"
  private static let summary: FieldName = "summary"

  static func isOne(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    range.count > head.count
      // Nearly all records begin with `eventVersion`: the T of `eventTime` tells them apart.
      && bytes[range.lowerBound + 7] == UInt8(ascii: "T")
      && JSONText.equal(bytes, range.lowerBound..<range.lowerBound + head.count, head)
      && TopLevelField.string(runner, in: bytes, range) != nil
      && TopLevelField.string(summary, in: bytes, range) != nil
  }
}
