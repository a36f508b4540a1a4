import CloudTrail
import Incident
import Reports
import Testing

@Suite("Text for a terminal")
struct TextTests {
  private func text(_ noun: Noun, _ analysis: Analysis, _ style: TextStyle) -> String {
    String(
      decoding: Renderer(style: style).render(noun, of: analysis, as: .text), as: UTF8.self)
  }

  private func entry(_ summary: String) -> Analysis {
    var analysis = Analysis(playbook: "rotation")
    analysis.timeline = [Sample.Entries.runTask]
    analysis.timeline[0].summary = summary
    return analysis
  }

  @Test("No control character reaches the terminal", arguments: Noun.allCases, [40, 80, 200])
  func controls(noun: Noun, width: Int) {
    let text = text(noun, Sample.analysis, TextStyle(width: width))
    let harmful = text.unicodeScalars.filter {
      $0 != "\n"
        && ($0.properties.generalCategory == .control
          || $0.properties.generalCategory == .format && $0 != "\u{200D}")
    }
    #expect(harmful.isEmpty)
  }

  @Test("Colour is the only escape sequence, and every one is closed", arguments: Noun.allCases)
  func colours(noun: Noun) {
    let coloured = text(noun, Sample.analysis, TextStyle(width: 80, usesColour: true))
    let plain = text(noun, Sample.analysis, TextStyle(width: 80))
    let codes = coloured.matches(of: /\u{1B}\[([0-9;]+)m/)
    #expect(codes.count { $0.output.1 == "0" } * 2 == codes.count)
    #expect(coloured.replacing(/\u{1B}\[[0-9;]+m/, with: "") == plain)
  }

  @Test("Nothing is wider than the page", arguments: Noun.allCases, [40, 60, 80, 120])
  func widths(noun: Noun, width: Int) {
    let ascii = text(noun, Sample.analysis, TextStyle(width: width)).split(separator: "\n")
      .filter { line in !line.unicodeScalars.contains { (0x2E80...0x1FFFF).contains($0.value) } }
    #expect(!ascii.isEmpty)
    #expect(ascii.filter { $0.count > width } == [])
  }

  @Test(
    "Wide characters take two columns, joined ones none",
    arguments: [
      ("日本語", 6), ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("e\u{301}\u{302}", 1), ("❤️", 2), ("ｱ", 1),
      ("한국", 4), ("abc", 3),
    ])
  func columns(word: String, columns: Int) {
    // 18 columns of indent, the word, and as much as fits behind it.
    let analysis = entry(word + String(repeating: "x", count: 100))
    let line = text(.timeline, analysis, TextStyle(width: 60)).split(separator: "\n")
      .first { $0.contains(word) }
    #expect(line?.count { $0 == "x" } == 60 - 18 - columns - 1)
    #expect(line?.last == "…")
  }

  @Test("A cut never splits a character", arguments: 40...60)
  func cuts(width: Int) {
    let family = "👩‍👩‍👧"
    let line = text(
      .timeline, entry(String(repeating: family, count: 60)), TextStyle(width: width)
    ).split(separator: "\n").last
    #expect(line?.allSatisfy { $0 == " " || $0 == "…" || String($0) == family } == true)
  }

  @Test("A tower of accents does not leave its line")
  func towers() {
    let tower = "a" + String(repeating: "\u{301}", count: 5_000)
    #expect(text(.timeline, entry(tower), TextStyle(width: 80)).unicodeScalars.count < 400)
  }

  @Test("Denied and inferred are told without colour too")
  func marks() {
    let lines = text(.timeline, Sample.analysis, TextStyle(width: 120)).split(separator: "\n")
    #expect(lines.contains { $0.contains("DENIED") && $0.contains("Decrypt") })
    #expect(lines.contains { $0.contains("ok     ~Decrypt") })
    #expect(lines.contains { $0.hasPrefix("~ inferred: ") })
    #expect(lines.contains { $0.contains("×212 until 12:03:11") })
    #expect(lines.contains { $0.contains("×3 until 2026-03-04 00:01:02") })
  }
}
