import CloudTrail
import Sigma
import Testing

/// A detection of which a part is known answers as the whole does.
@Suite struct SettlingTests {
  private static let selections = [
    "{eventSource: kms.amazonaws.com, eventName: [Decrypt, Encrypt]}",
    "[{eventName: 'Put*', userAgent: TruffleHog}, {eventSource: sts.amazonaws.com}]",
    "{eventSource: '*.amazonaws.com', errorCode|contains: Denied, a|exists: true}",
    "{errorCode: null, trailscan.runner: r1}", "eventName|neq: RunTask",
    "{eventName|all: ['Put*', '*Object'], p.q|gt: 3}", "'|all': [needle, 10.0.0.1]",
    "{eventName|fieldref: a, eventSource: s3.amazonaws.com}",
    "{trailscan.runner|expand: '%runner.name%', eventName: [Decrypt, PutObject]}",
    "{userIdentity.type: AssumedRole, trailscan.runner|exists: true}",
  ]

  private static let conditions = [
    "read and not own", "not (read or own)", "1 of them", "all of them", "2 of x*",
    "read or (own and not named)",
  ]

  private static let records = [
    #"{"eventSource":"kms.amazonaws.com","eventName":"decrypt","a":"Decrypt"}"#,
    #"{"eventSource":"s3.amazonaws.com","eventName":"PutObject","a":"PutObject","p":{"q":4}}"#,
    #"{"eventSource":"s3.amazonaws.com","eventName":"PutObject","errorCode":"AccessDenied","a":1}"#,
    #"{"eventSource":"sts.amazonaws.com","userIdentity":{"type":"AssumedRole"},"a":"Needle 10.0.0.1"}"#,
    #"{"eventName":"RunTask","userAgent":"TruffleHog","userIdentity":{"type":"Root"}}"#, "{}",
  ]

  private static let contexts = [
    KnownContext(),
    KnownContext(fields: ["trailscan.runner": []]),
    KnownContext(
      fields: ["trailscan.runner": ["r1"]], placeholders: ["runner.name": ["r1", "r2"]]),
  ]

  private static let known: [Set<String>] = [
    [], ["eventName"], ["eventSource", "eventName", "errorCode"], ["trailscan.runner"],
    ["eventSource", "eventName", "errorCode", "userIdentity.type", "trailscan.runner"],
  ]

  private func detections() throws -> [Detection] {
    var diagnostics = Diagnostics()
    let single = Self.selections.compactMap { Detection(where: $0, diagnostics: &diagnostics) }
    let whole = try Self.conditions.compactMap { condition in
      try Asking.compile(
        """
        read: {eventName: [Decrypt, RunTask]}
        own: {eventSource: s3.amazonaws.com, trailscan.runner: r1}
        named: {a: [Decrypt, PutObject]}
        xNone: {errorCode: null}
        xService: {eventSource: '*.amazonaws.com'}
        xAssumed: {userIdentity.type: AssumedRole}
        condition: \(condition)
        """
      ).0
    }
    #expect(diagnostics.errors.isEmpty)
    try #require(single.count == Self.selections.count && whole.count == Self.conditions.count)
    return single + whole
  }

  @Test func answersAsTheWholeDoes() throws {
    var settled = 0
    for detection in try detections() {
      for json in Self.records {
        let bytes = Array(json.utf8)
        var map = JSONMap()
        try map.read(bytes.span)
        for fields in Self.known {
          for context in Self.contexts {
            let left = detection.settled(fields, map, bytes.span, context: context)
            let answer = detection.evaluate(map, bytes.span, context: context)
            #expect(left.evaluate(map, bytes.span, context: context) == answer)
            guard let constant = left.settledAnswer else { continue }
            settled += 1
            #expect(constant == answer)
          }
        }
      }
    }
    #expect(settled > 300)
  }

  @Test func asksOnlyForWhatIsLeft() throws {
    let (whole, _) = try Asking.compile(
      """
      call: {eventSource: iam.amazonaws.com}
      own: {trailscan.isOwnSession: 'true'}
      reads: {eventName: [Get*, List*]}
      condition: call and own and not reads
      """)
    let detection = try #require(whole)
    #expect(
      try left(detection, #"{"eventSource":"iam.amazonaws.com","eventName":"GetRole"}"#).1 == .no)
    let (open, answer) = try left(
      detection, #"{"eventSource":"iam.amazonaws.com","eventName":"CreateUser"}"#)
    #expect(answer == nil)
    #expect(open == ["trailscan.isOwnSession"])
  }

  private func left(_ detection: Detection, _ json: String) throws -> (Set<String>, Truth?) {
    let bytes = Array(json.utf8)
    var map = JSONMap()
    try map.read(bytes.span)
    let left = detection.settled(
      ["eventSource", "eventName"], map, bytes.span, context: UnknownContext())
    return (left.fields, left.settledAnswer)
  }

  @Test func aWholePlaceholderBinds() throws {
    func bound(_ line: String) throws -> Set<String>? {
      var diagnostics = Diagnostics()
      let detection = try #require(Detection(where: line, diagnostics: &diagnostics))
      return detection.boundFields { $0.hasPrefix("runner.") }
    }
    #expect(
      try bound("{eventName: A, trailscan.keys|expand: '%runner.keys%'}") == ["trailscan.keys"])
    #expect(
      try bound("[{a|expand: '%runner.keys%'}, {b|expand: ['%runner.keys%', '%runner.name%']}]")
        == ["a", "b"])
    #expect(try bound("[{a|expand: '%runner.keys%'}, {eventName: A}]") == nil)
    #expect(try bound("a|expand: 'x%runner.keys%'") == nil)
    #expect(try bound("a|contains|expand: '%runner.keys%'") == nil)
    #expect(try bound("a|neq|expand: '%runner.keys%'") == nil)
    #expect(try bound("a|expand: '%item%'") == nil)
  }
}
