import CloudTrail
import Foundation
import Testing

/// The map of a JSON value against Foundation's reading of it.
@Suite struct JSONMapTests {
  @Test func readsWhatFoundationReads() throws {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<1_500 {
      let text = RandomJSON.value(&generator, depth: 4)
      let found = try #require(try Self.read(text), "\(text)")
      let expected = try Self.foundation(text)
      #expect(NSDictionary(dictionary: ["v": found]) == NSDictionary(dictionary: ["v": expected]))
    }
  }

  /// Changes bytes of JSON at random: what Foundation refuses must be refused.
  @Test func acceptsNothingThatFoundationRefuses() throws {
    var generator = SeededGenerator(seed: 2)
    let marks = Array("{}[]\",:\\ue+-.0123456789 tfn\u{1}\n".utf8)
    var accepted = 0
    for _ in 0..<6_000 {
      var bytes = Array(RandomJSON.value(&generator, depth: 3).utf8)
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[place] = marks.randomElement(using: &generator) ?? 0
        case 1: bytes.remove(at: place)
        default: bytes.insert(marks.randomElement(using: &generator) ?? 0, at: place)
        }
        if bytes.isEmpty { break }
      }
      // Beyond JSON's grammar we are the more lenient: bytes that are no UTF-8, half surrogates
      // and numbers of any size are somebody else's to judge.
      let text = String(decoding: bytes, as: UTF8.self)
      guard Array(text.utf8) == bytes, !text.contains("\\u"), !Self.hasLargeNumber(text) else {
        continue
      }
      var map = JSONMap()
      let isAccepted = (try? map.read(bytes.span)) != nil
      guard isAccepted else { continue }
      #expect(throws: Never.self, "\(text)") { try Self.foundation(text) }
      accepted += 1
    }
    #expect(accepted > 500)
  }

  private static func hasLargeNumber(_ text: String) -> Bool {
    text.contains { $0 == "e" || $0 == "E" } && text.contains { $0.isNumber }
      || text.split { !$0.isNumber }.contains { $0.count > 17 }
  }

  @Test(arguments: [
    "", " ", "{", "[", "\"", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "[1", "[1,", "tru",
    "nul", "-", "1.", "1e", "1e+", "\"\\", "\"\\u12",
  ])
  func anUnfinishedTextIsUnfinished(text: String) {
    let bytes = Array(text.utf8)
    var map = JSONMap()
    #expect(throws: RecordError.self) { try map.read(bytes.span) }
  }

  @Test(arguments: [
    "{,}", "{\"a\" 1}", "{a:1}", "{\"a\":1,}", "[1,]", "[,1]", "[1 2]", "01", "+1", ".5", "1.e5",
    "0x1", "NaN", "Infinity", "True", "'a'", "\"\\x\"", "\"\\u12g4\"", "\"a\nb\"", "\"\u{1}\"",
    "{}{}", "1 2", "[}", "{]", "\u{FEFF}1", "//x\n1", "nullx",
  ])
  func otherTextsAreRefused(text: String) {
    let bytes = Array(text.utf8)
    var map = JSONMap()
    #expect(throws: RecordError.self) { try map.read(bytes.span) }
  }

  @Test func nestingHasALimit() throws {
    var map = JSONMap()
    let fine = Array((String(repeating: "[", count: 256) + String(repeating: "]", count: 256)).utf8)
    try map.read(fine.span)
    let deep = Array(String(repeating: "{\"a\":[", count: 100_000).utf8)
    #expect(throws: RecordError(.tooDeep(limit: 256), at: 128 * 6)) { try map.read(deep.span) }
  }

  @Test func theLastOfSeveralMembersCounts() throws {
    let bytes = Array(#"{"a":1,"\u0061":2,"b":{"a":3}}"#.utf8)
    var map = JSONMap()
    try map.read(bytes.span)
    let last = map.value("a", in: bytes.span)
    let inner = map.value("b", "a", in: bytes.span)
    let absent = map.value("b", "x", in: bytes.span)
    let texts = [last, inner].map { node in node.flatMap { map.text(of: $0, in: bytes.span) } }
    #expect(texts == ["2", "3"])
    #expect(absent == nil)
  }

  @Test func halfASurrogateIsReplaced() throws {
    let bytes = Array(#""a\ud83d-\ude00\ud83d\ude00\ud83dx""#.utf8)
    var map = JSONMap()
    try map.read(bytes.span)
    let text = map.text(of: 0, in: bytes.span)
    #expect(text == "a\u{FFFD}-\u{FFFD}😀\u{FFFD}x")
  }

  private static func foundation(_ text: String) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
  }

  /// The value as Foundation would give it, built from the map.
  private static func read(_ text: String) throws -> Any? {
    let bytes = Array(text.utf8)
    var map = JSONMap()
    try map.read(bytes.span)
    return value(map, bytes, 0)
  }

  private static func value(_ map: JSONMap, _ bytes: [UInt8], _ node: Int) -> Any {
    let text = map.text(of: node, in: bytes.span)
    switch map.nodes[node].kind {
    case .object:
      var members: [String: Any] = [:]
      for child in map.children(of: node) {
        members[map.keyText(of: child, in: bytes.span) ?? ""] = value(map, bytes, child)
      }
      return members
    case .array: return map.children(of: node).map { value(map, bytes, $0) }
    case .string: return text ?? ""
    case .bool: return text == "true"
    case .null: return NSNull()
    case .number:
      return text.flatMap(Int.init).map { NSNumber(value: $0) }
        ?? NSNumber(value: text.flatMap(Double.init) ?? .nan)
    }
  }
}
