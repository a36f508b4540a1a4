import Foundation
import FoundationXML
import Incident
import Reports
import Testing

/// The report as one HTML document: well-formed, self-contained, and with text from the logs as
/// text alone.
@Suite("HTML")
struct HTMLTests {
  /// What an XML parser meets in a document.
  private final class Elements: NSObject, XMLParserDelegate {
    var names: Set<String> = []
    var attributes: Set<String> = []
    var text = ""

    init(of document: [UInt8]) throws {
      super.init()
      let parser = XMLParser(data: Data(document))
      parser.delegate = self
      guard parser.parse() else {
        throw parser.parserError ?? CocoaError(.fileReadCorruptFile)
      }
    }

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes values: [String: String]
    ) {
      names.insert(name)
      for (key, value) in values where name != "meta" { attributes.insert("\(key)=\(value)") }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
  }

  private static let allowed: Set<String> = [
    "html", "head", "meta", "title", "style", "body", "main", "nav", "a", "h1", "h2", "h3", "p",
    "ul", "li", "div", "table", "thead", "tbody", "tr", "th", "td", "code", "pre", "strong",
  ]

  private func isOurs(_ attribute: String) -> Bool {
    attribute.wholeMatch(
      of: /lang=en|id=section-\d+|href=#section-\d+|class=(table|callout (alarm|unsure|good))/)
      != nil
  }

  private func report(_ analysis: Analysis) -> [UInt8] {
    IncidentReport(analysis, command: "trailscan report '<b>&'", version: "1").html
  }

  @Test("Hostile text is text")
  func hostile() throws {
    let elements = try Elements(of: report(Sample.analysis))
    #expect(elements.names.isSubset(of: Self.allowed), "\(elements.names)")
    #expect(elements.attributes.filter { !isOurs($0) } == [])
    #expect(elements.text.contains(#"<img src=x onerror=alert(1)>"#))
    #expect(elements.text.contains("trailscan report '<b>&'"))
    let ours = elements.text.replacing("**bold**", with: "")
    #expect(!ours.contains("**"), "no markup of Markdown is left")
  }

  @Test("No mixture of markup becomes an element", arguments: 0..<20)
  func mixtures(seed: UInt64) throws {
    var random = SeededGenerator(seed)
    let parts = [
      "<script>", "</td>", "</code>", "<!--", "-->", "]]>", "&amp;", "&", "\"", "'", "**", "`",
      "\\",
      "<?xml", "\u{1B}[0m", "\u{202E}", "\u{0}", "\n", "日", "=", "javascript:", "x", " ",
    ]
    var analysis = Sample.analysis
    analysis.timeline = (0..<40).map { _ in
      var entry = Sample.Entries.runTask
      let text = (0..<9).map { _ in parts[random.next(below: parts.count)] }.joined()
      (entry.summary, entry.actor, entry.resource, entry.userAgent) = (text, text, text, text)
      return entry
    }
    let elements = try Elements(of: report(analysis))
    #expect(elements.names.isSubset(of: Self.allowed), "\(elements.names)")
    #expect(elements.attributes.filter { !isOurs($0) } == [])
  }

  @Test("Nothing is fetched, nothing runs")
  func selfContained() {
    let text = String(decoding: report(Sample.analysis), as: UTF8.self)
    #expect(text.contains("default-src 'none'; style-src 'unsafe-inline'"))
    for word in ["<script", "src=\"", "url(", "@import", "<link", "<iframe", "<form"] {
      #expect(!text.contains(word), "\(word)")
    }
  }

  @Test("It says what the Markdown says, in its order")
  func order() throws {
    let text = try Elements(of: report(Sample.analysis)).text
    let report = IncidentReport(Sample.analysis, command: "", version: "1")
    let headings = String(decoding: report.markdown, as: UTF8.self).split(separator: "\n")
      .filter { $0.hasPrefix("## ") }.map { String($0.dropFirst(3)) }
    #expect(headings.count > 8)
    var rest = Substring(text)
    // Once in the list of sections, once above each.
    for heading in headings + headings {
      let found = try #require(rest.firstRange(of: heading), "\(heading)")
      rest = rest[found.upperBound...]
    }
  }

  @Test("Each noun is a page of its own", arguments: Noun.allCases)
  func nouns(noun: Noun) throws {
    let elements = try Elements(of: Renderer().render(noun, of: Sample.analysis, as: .html))
    #expect(elements.names.isSubset(of: Self.allowed), "\(elements.names)")
    #expect(elements.names.isSuperset(of: ["html", "title", "main"]))
  }
}
