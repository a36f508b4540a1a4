import FleetModel
import Foundation
import Incident
import Sigma
import Testing

/// The reader of the texts inside the program gives what the YAML library gives.
@Suite struct PlainYAMLTests {
  private static let texts =
    Playbook.builtInNames.compactMap(Playbook.builtInText) + [DetectionPack.builtInText]

  /// Everything a node holds, places included, one value a line.
  private static func described(_ node: YAMLNode, _ depth: Int = 0) -> [String] {
    let head = String(repeating: " ", count: depth) + "\(node.place.line):\(node.place.column) "
    switch node.content {
    case .scalar(let text, let isQuoted): return [head + (isQuoted ? "quoted " : "plain ") + text]
    case .sequence(let elements):
      return [head + "list"] + elements.flatMap { described($0, depth + 1) }
    case .mapping(let pairs):
      return [head + "mapping"]
        + pairs.flatMap { described($0.key, depth + 1) + described($0.value, depth + 2) }
    }
  }

  private static func library(_ text: SourceText) -> [String]? {
    try? YAMLReader.documents(of: text).flatMap { described($0) }
  }

  private static func plain(_ text: SourceText) -> [String]? {
    PlainYAML.documents(of: text)?.flatMap { described($0) }
  }

  @Test func theTextsInsideTheProgramAreReadAlike() throws {
    #expect(Self.texts.count == 4)
    for text in Self.texts {
      let expected = try #require(Self.library(text), "\(text.name)")
      let documents = text.text.components(separatedBy: "\n---\n")
      let unread = documents.first {
        PlainYAML.documents(of: SourceText(name: "", text: $0 + "\n")) == nil
      }
      #expect(unread == nil)
      let actual = try #require(Self.plain(text), "\(text.name)")
      #expect(actual.count == expected.count, "\(text.name)")
      let different = zip(actual, expected).first { $0 != $1 }
      #expect(different == nil, "\(text.name)")
    }
  }

  @Test(arguments: [
    "a: |\n  text\n", "a: >\n  text\n", "a: >-\n  one\n    two\n", "a: \"\\n\"\n",
    "a: one\n  two\n",
    "a: !!int 5\n", "? a\n: b\n", "a: *none\n", "a:\n", "- a\n b\n", "a: é\n", "a: [b\n", "a: 'b\n",
    "a: b\n  c: d\n", "a: {b: c} d\n", "a: [b: c]\n", "a: [b:, c]\n", "a: {b:}\n", "a\n", "a:\tb\n",
    "a: b: c\n", "[a]\n",
  ])
  func whatItDoesNotKnowItLeavesToTheLibrary(_ text: String) {
    #expect(PlainYAML.documents(of: SourceText(name: "text", text: text)) == nil)
  }

  /// Any slip in a text is either read as the library reads it, or left to it.
  @Test(arguments: 1...4) func aSlipIsReadAlikeOrNotAtAll(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let lines = Self.texts.flatMap {
      $0.text.split(separator: "\n", omittingEmptySubsequences: false)
    }
    let signs = Array(" :-#,[]{}'\"&*>|%\nab")
    var read = 0
    for _ in 0..<400 {
      let start = generator.below(lines.count - 40)
      var text = Array(
        lines[start..<start + 5 + generator.below(35)].joined(separator: "\n") + "\n")
      for _ in 0..<1 + generator.below(2) {
        let index = generator.below(text.count)
        switch generator.below(3) {
        case 0: text[index] = signs[generator.below(signs.count)]
        case 1: text.insert(signs[generator.below(signs.count)], at: index)
        default: text.remove(at: index)
        }
      }
      let source = SourceText(name: "text", text: String(text))
      guard let plain = Self.plain(source) else { continue }
      read += 1
      let library = Self.library(source)
      if plain != library {
        Issue.record("\(source.text)\n\(plain)\n\(library ?? ["refused"])")
        return
      }
    }
    #expect(read > 20)
  }
}
