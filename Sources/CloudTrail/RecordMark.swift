internal import ByteScan

/// Where one CloudTrail record stands in the bytes handed out with it.
package struct RecordMark: Equatable, Sendable {
  /// The record from its `{` to behind its `}`.
  package var range: Range<Int>
  /// The text of `eventSource` between the quotes.
  package var eventSource: Range<Int>
  /// The text of `eventName` between the quotes.
  package var eventName: Range<Int>
  /// Where the key `eventID` has its opening quote; nil where there is none.
  var eventIDKey: Int?
  /// Offset of the record, or of the envelope that holds it, in the inflated file; 0-based.
  package var offset: Int
  /// True where the record was logged over several lines (pretty-printed).
  package var spansLines: Bool
  /// True where whoever is handed the record has mapped it already (`RecordReader.Mapping`).
  package private(set) var isMapped = false

  /// The mark of the same record where its bytes stand `distance` further on.
  package func moved(by distance: Int) -> RecordMark {
    var mark = self
    mark.range = range.moved(by: distance)
    mark.eventSource = eventSource.moved(by: distance)
    mark.eventName = eventName.moved(by: distance)
    mark.eventIDKey = eventIDKey.map { $0 + distance }
    mark.isMapped = false
    return mark
  }

  /// The text of `eventID` between the quotes; nil where there is none or it is no string.
  package func eventID(in bytes: Span<UInt8>) -> Range<Int>? {
    guard let eventIDKey else { return nil }
    return TopLevelField.text(bytes, behindKey: eventIDKey + 9, before: range.upperBound)
      ?? TopLevelField.lastString("eventID", in: bytes, range)
  }
}

extension RecordMark {
  /// The mark of the record that `map` maps, whose members `eventSource`, `eventName` and `eventID`
  /// are these nodes; nil where it is another value, or takes more to tell.
  init?(_ map: JSONMap, source: Int?, name: Int?, id: Int?) {
    guard let root = map.nodes.first, case .object = root.kind, let source, let name,
      case .string = map.nodes[source].kind, !map.nodes[source].isEscaped,
      case .string = map.nodes[name].kind, !map.nodes[name].isEscaped
    else { return nil }
    self.init(
      range: root.range, eventSource: map.nodes[source].range, eventName: map.nodes[name].range,
      eventIDKey: id.map { Int(map.nodes[$0].keyStart) - 1 }, offset: 0, spansLines: false)
    isMapped = true
  }
}

extension Range<Int> {
  /// As many places, further on.
  func moved(by distance: Int) -> Range<Int> { lowerBound + distance..<upperBound + distance }
}

/// What a file turned out to hold beside records, in numbers.
package struct FileTally: Equatable, Sendable {
  /// CloudTrail records handed out.
  package var records = 0
  /// Records of CloudTrail Insights, passed over.
  package var insights = 0
  /// CloudTrail digest files (or values of that shape), passed over.
  package var digests = 0
  /// AWS Config snapshot or history files, passed over.
  package var configurations = 0
  /// Log events that are no records, handed out as `LoggedText`.
  package var texts = 0
  /// JSON values that are none of these.
  package var others = 0

  /// A tally of nothing.
  package init() {}

  /// Adds up two tallies.
  package static func += (sum: inout FileTally, part: FileTally) {
    sum.records += part.records
    sum.insights += part.insights
    sum.digests += part.digests
    sum.configurations += part.configurations
    sum.texts += part.texts
    sum.others += part.others
  }
}

/// How large and deep a record may be.
package struct RecordLimits: Equatable, Sendable {
  /// Bytes a record (or an envelope around one) may take.
  package var size: Int
  /// Levels of arrays and objects.
  package var nesting: Int

  /// 16 MiB and 256 levels; CloudTrail itself stays below 256 KiB a record.
  package static let standard = RecordLimits(size: 16 << 20, nesting: 256)

  /// Limits of these sizes.
  package init(size: Int, nesting: Int) {
    self.size = size
    self.nesting = nesting
  }
}
