import CloudTrail
import Sigma
import Testing

/// Each detection that matches a record must be among its candidates.
@Suite struct DetectionIndexTests {
  private static let selections = [
    "{eventSource: kms.amazonaws.com, eventName: [Decrypt, Encrypt]}",
    "eventName: RunTask", "eventSource: S3.amazonaws.com", "eventName: 'Put*'",
    "{eventSource: 's3*', eventName: PutObject}", "userAgent: TruffleHog",
    "errorCode|contains: Denied", "errorCode: null", "eventName|cased: RunTask",
    "eventName|cased|startswith: Put", "'|all': [needle, 10.0.0.1]", "eventName|neq: RunTask",
    "eventName: [null, Decrypt]", "p|contains: '\"key\":true'", "a|re: x+", "a|exists: true",
    "[{eventName: RunTask}, {eventSource: sts.amazonaws.com}]",
    "eventName|all: ['Put*', '*Object']",
    "p.q|gt: 3", "p|fieldref: a", "trailscan.runner: x", "eventName|expand: '%calls%'",
  ]

  private static let records = [
    #"{"eventSource":"kms.amazonaws.com","eventName":"decrypt"}"#,
    #"{"eventSource":"s3.amazonaws.com","eventName":"PutObject","a":"xx","p":{"q":4}}"#,
    #"{"eventSource":"s3.amazonaws.com","eventName":"Put\u004fbject","errorCode":"AccessDenied"}"#,
    #"{"eventSource":"ecs.amazonaws.com","eventName":["RunTask"]}"#,
    #"{"eventSource":null,"eventName":"RunTask","userAgent":"truffle\u0068og"}"#,
    #"{"eventSource":"sts.amazonaws.com","p":{ "key" : true },"a":"Needle at 10.0.0.1"}"#,
    "{}", #"{"eventName":12,"a":null,"p":"5"}"#,
  ]

  private func detections() throws -> [Detection] {
    try Self.selections.map { selection in
      var diagnostics = Diagnostics()
      return try #require(Detection(where: selection, diagnostics: &diagnostics), "\(selection)")
    }
  }

  @Test func missesNoMatch() throws {
    let detections = try detections()
    let index = DetectionIndex(detections)
    #expect(index.count == Self.selections.count)
    for json in Self.records {
      let bytes = Array(json.utf8)
      var map = JSONMap()
      try map.read(bytes.span)
      var candidates: [Int] = []
      index.candidates(of: map, bytes.span, into: &candidates)
      #expect(candidates == Array(Set(candidates)).sorted())
      for (number, detection) in detections.enumerated() where !candidates.contains(number) {
        let truth = detection.evaluate(map, bytes.span, context: UnknownContext())
        #expect(truth == .no, "\(Self.selections[number]) about \(json)")
      }
    }
  }

  @Test func leavesOutWhatCannotMatch() throws {
    let index = DetectionIndex(try detections())
    let bytes = Array(#"{"eventSource":"ecs.amazonaws.com","eventName":"RunTask"}"#.utf8)
    var map = JSONMap()
    try map.read(bytes.span)
    var candidates: [Int] = []
    index.candidates(of: map, bytes.span, into: &candidates)
    let names = candidates.map { Self.selections[$0] }
    #expect(
      names == [
        "eventName: RunTask", "userAgent: TruffleHog", "errorCode|contains: Denied",
        "errorCode: null", "eventName|cased: RunTask", "eventName|cased|startswith: Put",
        "'|all': [needle, 10.0.0.1]",
        "eventName|neq: RunTask", "eventName: [null, Decrypt]", "p|contains: '\"key\":true'",
        "a|re: x+", "a|exists: true",
        "[{eventName: RunTask}, {eventSource: sts.amazonaws.com}]", "p.q|gt: 3", "p|fieldref: a",
        "trailscan.runner: x", "eventName|expand: '%calls%'",
      ])
  }

  @Test(arguments: [
    ("{eventSource: a, eventName: [B, c]}", ["a/b", "a/c"]),
    ("[{eventName: B}, {eventName: b, eventSource: x}]", ["*/b", "x/b"]),
    ("{a: b}", ["*/*"]), ("{eventName: b, a: c}", ["*/b"]),
    ("{eventName|startswith: b, eventSource: s}", ["s/~"]),
  ])
  func knowsItsKeys(_ selection: String, _ keys: [String]) throws {
    var diagnostics = Diagnostics()
    let detection = try #require(Detection(where: selection, diagnostics: &diagnostics))
    #expect(detection.eventKeys.map { "\(Self.text($0.source))/\(Self.text($0.name))" } == keys)
  }

  @Test func combinesTheKeysOfACondition() throws {
    let (detection, _) = try Asking.compile(
      """
      source: {eventSource: s}
      one: {eventName: [a, b]}
      other: {eventName: 'b*'}
      filter: {eventName: x}
      condition: source and one and other and not filter
      """)
    let keys = try #require(detection).eventKeys
    #expect(keys.map { "\(Self.text($0.source))/\(Self.text($0.name))" } == ["s/b"])
  }

  private static func text(_ side: EventKey.Side) -> String {
    switch side {
    case .any: "*"
    case .exactly(let text): text
    case .like: "~"
    }
  }
}
