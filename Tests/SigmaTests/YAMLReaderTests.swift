import Sigma
import Testing

/// YAML from strangers: places, texts left as typed, and what is refused.
@Suite struct YAMLReaderTests {
  private static func read(_ text: String) throws(RuleError) -> [YAMLNode] {
    try YAMLReader.documents(of: SourceText(name: "x.yml", text: text))
  }

  @Test func keepsTextsAsTyped() throws {
    let node = try #require(
      try Self.read("a: 012345678901\nb: no\nc: 2026-03-01\nd: 'null'\ne: ~\nf: |\n  x\n").first)
    #expect(
      ["a", "b", "c", "d", "e"].map { node[$0]?.text } == [
        "012345678901", "no", "2026-03-01", "null", nil,
      ])
    #expect(node["f"]?.text == "x\n" && node["e"]?.isNull == true && node["z"] == nil)
  }

  @Test func knowsPlaces() throws {
    let node = try #require(try Self.read("\u{FEFF}\n\na: ä\nlist:\n  - b\n  - {c: d}\n").first)
    #expect(node.place == SourcePlace(line: 3, column: 1))
    let list = try #require(node["list"]?.elements)
    #expect(
      list.map(\.place) == [SourcePlace(line: 5, column: 5), SourcePlace(line: 6, column: 5)])
    #expect(list[1]["c"]?.place == SourcePlace(line: 6, column: 9))
    #expect(try Self.read("\u{FEFF}a: 1").first?.place == SourcePlace(line: 1, column: 1))
  }

  @Test func readsManyDocuments() throws {
    let nodes = try Self.read("\n---\na: 1\n---\n---\n# only a comment\n---\r\na: 2\r\n...\n")
    #expect(nodes.map { $0["a"]?.text } == ["1", "2"])
    #expect(nodes.map(\.place.line) == [3, 8])
    #expect(try Self.read("").isEmpty && Self.read("\n\n# x\n").isEmpty)
  }

  @Test func followsAliasesUnderABudget() throws {
    let node = try #require(try Self.read("a: &x [1, 2]\nb: *x\n").first)
    #expect(node["b"]?.elements?.count == 2)
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<8 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      bomb += "a\(level): &a\(level) [\(aliases)]\n"
    }
    let error = #expect(throws: RuleError.self) { try Self.read(bomb) }
    #expect(error?.reason == "the aliases of this text expand to more than 100000 values")
  }

  @Test func countsAliasesTogether() throws {
    // 1 + 3 x (1 + 33,000) values are fewer than 100,000; a fourth list is too much.
    let list = "a: &x [" + String(repeating: "x,", count: 32_990) + "]\n"
    #expect(try Self.read(list + "b: *x\nc: *x\n").first?["c"]?.elements?.count == 32_990)
    let error = #expect(throws: RuleError.self) { try Self.read(list + "b: *x\nc: *x\nd: *x\n") }
    #expect(error?.place == SourcePlace(line: 4, column: 4))
  }

  @Test func countsLevelsBehindAliases() throws {
    let nest = "a: &x " + String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
    #expect(try Self.read(nest + "\nb: [[[*x]]]\n").count == 1)
    let deep =
      "\nb: " + String(repeating: "[", count: 30) + "*x" + String(repeating: "]", count: 30)
    let error = #expect(throws: RuleError.self) { try Self.read(nest + deep) }
    #expect(error?.reason == "nested deeper than 64 levels")
  }

  @Test func anAliasNeedsItsAnchor() throws {
    for text in ["a: *x\n", "a: &x [*x]\n", "a: &x 1\n---\nb: *x\n"] {
      let error = #expect(throws: RuleError.self) { try Self.read(text) }
      #expect(error?.reason.hasPrefix("not YAML: found undefined alias") == true)
    }
    // The last value of a name counts.
    let nodes = try Self.read("a: &x 1\nb: &x 2\nc: *x\n")
    #expect(nodes.first?["c"]?.text == "2")
  }

  @Test(arguments: ["? *a2\n: x\n", "*a2 : x\n", "{ [*a2]: x }\n", "{*a2: x}\n", "[*a2]: x\n"])
  func refusesAliasesAndListsAsKeys(_ key: String) {
    let error = #expect(throws: RuleError.self) {
      try Self.read("---\na1: &a1 [x, x]\na2: &a2 [*a1, *a1]\nb:\n  - \(key)")
    }
    #expect(error?.place.line == 5)
    #expect(error?.reason == "a key must be a text")
  }

  @Test(arguments: [
    (
      "a: 1\nb: 2\n'a': 3\n",
      "x.yml:3:1: the key 'a' stands twice (first in line 1)\n  3 | 'a': 3\n      ^"
    ),
    (
      "s:\n  a: [1\n",
      "x.yml:2:8: not YAML: did not find expected ',' or ']'\n  2 |   a: [1\n             ^"
    ),
    (
      "a: b: c\n",
      "x.yml:1:5: not YAML: mapping values are not allowed in this context\n  1 | a: b: c\n          ^"
    ),
    (
      "a:\n\t- b\n",
      "x.yml:2:1: not YAML: found character that cannot start any token\n  2 | \t- b\n      ^"
    ),
    (
      "a: %p%\n",
      "x.yml:1:4: not YAML: found character that cannot start any token; "
        + "a value that begins with % must stand in quotes\n  1 | a: %p%\n         ^"
    ),
    ("[a]: b\n", "x.yml:1:1: a key must be a text\n  1 | [a]: b\n      ^"),
    (
      "ü:\n  x: \u{7}\n",
      "x.yml:2:6: not YAML: control characters are not allowed\n  2 |   x: \u{FFFD}\n           ^"
    ),
  ])
  func namesTheFault(_ text: String, _ message: String) {
    let error = #expect(throws: RuleError.self) { try Self.read(text) }
    #expect(error?.description == message)
  }

  @Test func refusesDeepNesting() {
    let text = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
    let error = #expect(throws: RuleError.self) { try Self.read(text) }
    #expect(error?.reason == "nested deeper than 64 levels")
    let deeper = String(repeating: "[", count: 20_000)
    #expect(throws: RuleError.self) { try Self.read(deeper) }
  }

  @Test func refusesWhatIsNotText() {
    let bytes = Array("a: 1\nbü: ".utf8) + [0xFF, 0x0A]
    let error = #expect(throws: RuleError.self) { try SourceText(name: "x.yml", bytes: bytes) }
    #expect(error?.reason == "the file is not UTF-8 text")
    #expect(error?.place == SourcePlace(line: 2, column: 5))
  }

  @Test func sortsPlaces() {
    #expect(SourcePlace(line: 1, column: 9) < SourcePlace(line: 2, column: 1))
  }
}
