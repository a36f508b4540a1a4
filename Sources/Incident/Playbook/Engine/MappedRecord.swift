internal import CloudTrail
internal import Sigma

/// A record in memory with its map, ready to be asked.
struct MappedRecord {
  /// A record for what asks for nothing of it.
  static let empty = MappedRecord(Array("{}".utf8))

  private let map: JSONMap
  private let bytes: [UInt8]

  /// Maps a record; nil where it is no JSON.
  init?(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return nil }
    var map = JSONMap()
    guard (try? map.read(bytes.span)) != nil else { return nil }
    self.map = map
    self.bytes = bytes
  }

  /// The answer of a detection.
  func evaluate(_ detection: Detection, _ context: some MatchContext) -> Truth {
    detection.evaluate(map, bytes.span, context: context)
  }

  /// What is left of a detection where these fields are known to hold what they hold here.
  func settled(
    _ detection: Detection, _ fields: Set<String>, _ context: some MatchContext,
    costs: [String: Int]
  ) -> Detection {
    detection.settled(fields, map, bytes.span, context: context, costs: costs)
  }

  /// The detections of an index that may match, by their places.
  func candidates(_ index: DetectionIndex) -> [Int] {
    var found: [Int] = []
    index.candidates(of: map, bytes.span, into: &found)
    return found
  }

  /// The texts that a field leads to.
  func texts(of field: String) -> [String] { texts(of: FieldPath(field)) }

  /// The texts that a path leads to.
  func texts(of path: FieldPath) -> [String] {
    FieldValues.texts(of: path, map, bytes.span, context: UnknownContext()) ?? []
  }

  /// The indicators that the record holds, in words.
  func words(of indicators: IndicatorList) -> [String] {
    indicators.words(of: map, bytes.span)
  }

  /// What correlations want to know of the record.
  func correlationInputs(
    rule: Int, of set: RuleSet, time: Int64, eventID: String, _ context: some MatchContext
  ) -> [CorrelationInput] {
    set.correlationInputs(
      rule: rule, time: time, eventID: eventID, map, bytes.span, context: context)
  }

  /// A text of the request.
  func request(_ name: FieldName) -> String? {
    let request = map.member(Field.requestParameters, of: 0, in: bytes.span)
    return map.text(name, of: request, in: bytes.span)
  }

  /// The objects, one or a list of them, that members of members lead to.
  func parts(_ path: FieldName...) -> [MappedRecord] {
    var place: Int? = 0
    for name in path { place = map.member(name, of: place, in: bytes.span) }
    guard let place else { return [] }
    let nodes = map.nodes[place].kind == .array ? Array(map.children(of: place)) : [place]
    return nodes.filter { map.nodes[$0].kind == .object }
      .compactMap { MappedRecord(Array(bytes[map.nodes[$0].range])) }
  }

  /// A text of the record itself.
  func text(_ name: FieldName) -> String? {
    map.text(name, of: 0, in: bytes.span)
  }

  /// The policy document at the first of some members of the request that is one.
  func policy(_ names: [FieldName]) -> PolicyDocument? {
    guard let request = map.member(Field.requestParameters, of: 0, in: bytes.span) else {
      return nil
    }
    for name in names {
      if let node = map.member(name, of: request, in: bytes.span),
        let document = PolicyDocument(map, bytes.span, at: node)
      {
        return document
      }
    }
    return nil
  }
}
