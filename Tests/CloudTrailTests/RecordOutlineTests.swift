import ByteScan
import CloudTrail
import Testing

/// Members found by their marks are those that a full reading finds.
@Suite struct RecordOutlineTests {
  static let names: [FieldName] = ["eventTime", "eventID", "userIdentity", "a", "readOnly"]
  static let kernels = MarkKernel.allCases.filter(\.isAvailable)

  /// What the members of `text` are by `outline`, nil where it cannot tell.
  private func outlined(_ text: String, behind indent: Int, _ kernel: MarkKernel) -> [String]? {
    let bytes = [UInt8](repeating: 0x7B, count: indent) + Array(text.utf8) + [0x2C, 0x22]
    var outline = RecordOutline(names: Self.names, kernel: kernel)
    guard outline.read(bytes.span, in: indent..<bytes.count - 2) else { return nil }
    return outline.members.map { member in
      let kind = "\(member.kind)"
      return member.kind == .absent
        ? kind : kind + ":" + String(decoding: bytes[member.range], as: UTF8.self)
    }
  }

  /// What a map says of them.
  private func mapped(_ text: String) -> [String]? {
    let bytes = Array(text.utf8)
    var map = JSONMap()
    guard (try? map.read(bytes.span)) != nil, map.nodes[0].kind == .object else { return nil }
    var outline = RecordOutline(names: Self.names)
    outline.take(map, bytes.span)
    return outline.members.map { member in
      let kind = "\(member.kind)"
      return member.kind == .absent
        ? kind : kind + ":" + String(decoding: bytes[member.range], as: UTF8.self)
    }
  }

  @Test(arguments: kernels) func membersAreFound(kernel: MarkKernel) {
    let text =
      #"{"eventTime":"2026","x":{"a":1,"b":["]","{\""]},"userIdentity":{},"a":[[1]],"#
      + #""readOnly" : true , "eventID":"","eventTime":"20\"27"}"#
    let expected = [
      #"string:20\"27"#, "string:", "object:{}", "array:[[1]]", "literal:true",
    ]
    for indent in 0..<66 { #expect(outlined(text, behind: indent, kernel) == expected) }
    #expect(mapped(text) == expected)
  }

  @Test(arguments: [
    "[]", "{", #"{"a":1"#, #"{"a" 1}"#, #"{"a":}"#, #"{"a":1 "b":2}"#, #"{"a"}"#, #"{"a":1}}"#,
    #"{"\u0061":1}"#, #"{"a":"x""b"}"#, #"{{"a":1}}"#, #"{"a":[1}"#, "1",
  ])
  func whatIsOddIsLeftToTheMap(text: String) {
    let found = outlined(text, behind: 3, .fastest)
    #expect(found == nil || found == mapped(text))
  }

  @Test(arguments: kernels) func madeRecordsAreFoundAsTheMapFindsThem(kernel: MarkKernel) {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<400 {
      let text = Self.object(&generator, depth: 0)
      let indent = Int.random(in: 0..<130, using: &generator)
      let found = outlined(text, behind: indent, kernel)
      #expect(found != nil)
      #expect(found == mapped(text), "\(text)")
    }
  }

  private static func object(_ generator: inout SeededGenerator, depth: Int) -> String {
    let names = ["eventTime", "eventID", "userIdentity", "a", "readOnly", "longer than others", ""]
    let members = (0..<Int.random(in: 0..<9, using: &generator)).map { _ in
      let blank = Bool.random(using: &generator) ? " " : ""
      let name = names.randomElement(using: &generator) ?? ""
      return "\(blank)\"\(name)\"\(blank):\(blank)\(value(&generator, depth: depth))\(blank)"
    }
    return "{" + members.joined(separator: ",") + "}"
  }

  private static func value(_ generator: inout SeededGenerator, depth: Int) -> String {
    switch Int.random(in: 0..<(depth > 3 ? 4 : 7), using: &generator) {
    case 0: return "-12.5e3"
    case 1: return ["true", "false", "null"].randomElement(using: &generator) ?? "null"
    case 2, 3:
      let parts = ["{", "}", "[", "]", "\\\"", "\\\\", ",", ":", "ä", "plain text ", "\\u0022"]
      let text = (0..<Int.random(in: 0..<40, using: &generator)).map { _ in
        parts.randomElement(using: &generator) ?? ""
      }
      return "\"" + text.joined() + "\""
    case 4: return "[]"
    case 5:
      let elements = (0..<Int.random(in: 1..<5, using: &generator)).map { _ in
        value(&generator, depth: depth + 1)
      }
      return "[" + elements.joined(separator: ",") + "]"
    default: return object(&generator, depth: depth + 1)
    }
  }
}
