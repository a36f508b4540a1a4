import ByteScan
import CloudTrail
import Testing

/// Members found in one pass are those that a search for each of them finds.
@Suite struct RecordOutlineTests {
  static let names: [FieldName] = [
    "eventTime", "eventID", "userIdentity", "a", "readOnly", "awsRegion", "errorCode", "resources",
    "recipientAccountId", "additionalEventData", "sessionCredentialFromConsole", "",
  ]

  /// The nodes that an outline and searches find for each name in `text`, behind `indent` bytes;
  /// the plain reader must find the same.
  private func found(_ text: String, _ outline: inout RecordOutline, behind indent: Int = 0) throws
    -> (outlined: [Int?], searched: [Int?])
  {
    let bytes = [UInt8](repeating: 0x20, count: indent) + Array(text.utf8)
    var plain = RecordOutline()
    let expected = try Self.found(bytes, &plain, by: .plain)
    let result = try Self.found(bytes, &outline, by: .fastest)
    #expect(result.outlined == expected.outlined, "outlines of \(text)")
    #expect(result.searched == expected.searched, "searches in \(text)")
    return result
  }

  private static func found(
    _ bytes: [UInt8], _ outline: inout RecordOutline, by kernel: MarkKernel
  ) throws -> (outlined: [Int?], searched: [Int?]) {
    var map = JSONMap(kernel: kernel)
    try map.read(bytes.span)
    RecordOutliner(names: names).read(map, bytes.span, into: &outline)
    return (
      names.indices.map { outline.node($0) }, names.map { map.member($0, of: 0, in: bytes.span) }
    )
  }

  @Test func membersAreFound() throws {
    let text =
      #"{"eventTime":"2026","x":{"a":1,"b":["]","{\""]},"userIdentity":{},"a":[[1]],"#
      + #""readOnly" : true , "eventID":"","eventTime":"20\"27"}"#
    var outline = RecordOutline()
    for indent in 0..<66 {
      let (outlined, searched) = try found(text, &outline, behind: indent)
      #expect(outlined == searched)
      #expect(outlined.map { $0 != nil } == Self.names.indices.map { $0 < 5 })
    }
  }

  @Test(arguments: [
    "[]", "1", "null", "\"eventTime\"", "{}", #"{"\u0061":1}"#, #"{"a":1,"\u0061":2}"#,
    #"{"\u0061":1,"a":2}"#, #"{"":1}"#, #"{"":1,"a":2,"":3}"#,
    #"{"eventTim":1,"eventTimes":2,"eventtime":3}"#,
    #"[{"a":1}]"#, #"{"b":{"a":1}}"#,
    // Alike but for one byte, wherever it is.
    #"{"recipienTAccountId":1,"recipientACcountId":2,"recipientAccouNtId":3}"#,
    #"{"sessionCredeNtialFromConsole":1,"sessionCredentialFrOmConsole":2}"#,
    #"{"recipientAccountId":1,"sessionCredentialFromConsole":2,"additionalEventData":3}"#,
  ])
  func whatIsOddIsFoundAsSearched(text: String) throws {
    var outline = RecordOutline()
    // What was found before is forgotten.
    _ = try found(#"{"a":1,"eventTime":2}"#, &outline)
    let (outlined, searched) = try found(text, &outline)
    #expect(outlined == searched)
  }

  @Test func madeRecordsAreFoundAsSearched() throws {
    var generator = SeededGenerator(seed: 11)
    var outline = RecordOutline()
    let names = Self.names.map { String(decoding: $0.bytes, as: UTF8.self) } + ["eventName"]
    var count = 0
    for _ in 0..<1_000 {
      let members = (0..<Int.random(in: 0..<9, using: &generator)).map { _ in
        let name = names.randomElement(using: &generator) ?? ""
        return "\"\(name)\":" + RandomJSON.value(&generator, depth: 2)
      }
      let text = "{" + members.joined(separator: ",") + "}"
      let (outlined, searched) = try found(text, &outline)
      #expect(outlined == searched, "\(text)")
      count += outlined.count { $0 != nil }
    }
    #expect(count > 2_000)
  }

  /// Every object of a text, searched for all keys that stand anywhere in it.
  @Test func membersOfInnerObjectsAreFoundAlike() throws {
    var generator = SeededGenerator(seed: 12)
    var count = 0
    for _ in 0..<400 {
      let bytes = Array(RandomJSON.value(&generator, depth: 4).utf8)
      var plain = JSONMap(kernel: .plain)
      try plain.read(bytes.span)
      var map = JSONMap()
      try map.read(bytes.span)
      let keys = Set(map.nodes.indices.compactMap { map.keyText(of: $0, in: bytes.span) })
      for key in keys {
        let name = FieldName(key)
        for node in map.nodes.indices {
          let found = map.member(name, of: node, in: bytes.span)
          #expect(found == plain.member(name, of: node, in: bytes.span))
          if found != nil { count += 1 }
        }
      }
    }
    #expect(count > 300)
  }
}
