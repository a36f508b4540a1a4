import Foundation
import Reports
import Testing

@Suite("JSON writer")
struct JSONWriterTests {
  private func written(_ text: String) -> String {
    var json = JSONWriter()
    json.string(text)
    return String(decoding: json.bytes, as: UTF8.self)
  }

  @Test(
    "Escapes what must be, and what a terminal or page would act upon",
    arguments: [
      ("plain", #""plain""#), ("a\"b\\c/", #""a\"b\\c/""#), ("\n\r\t", #""\n\r\t""#),
      ("\u{0}\u{1B}\u{7F}", #""\u0000\u001b\u007f""#), ("\u{85}\u{9B}", #""\u0085\u009b""#),
      ("\u{2028}\u{2029}", #""\u2028\u2029""#), ("\u{202E}x\u{200B}", #""\u202ex\u200b""#),
      ("é 日本 👩‍👩‍👧", #""é 日本 👩‍👩‍👧""#), ("\"\u{301}", "\"\\\"\u{301}\""),
    ])
  func escapes(text: String, expected: String) throws {
    #expect(written(text) == expected)
    #expect(try JSONDecoder().decode(String.self, from: Data(written(text).utf8)) == text)
  }

  @Test("Every scalar below U+3000 reads back as it was")
  func everyScalar() throws {
    let text = String(String.UnicodeScalarView((0..<0x3000).compactMap(Unicode.Scalar.init)))
    #expect(
      try JSONDecoder().decode(String.self, from: Data(written(text).utf8)).unicodeScalars
        .elementsEqual(text.unicodeScalars))
  }

  @Test("Bytes that are no UTF-8 became the replacement character")
  func invalid() {
    #expect(
      written(String(decoding: [0x61, 0xFF, 0xC3], as: UTF8.self)) == "\"a\u{FFFD}\u{FFFD}\"")
  }

  @Test("Integers are exact")
  func integers() {
    var json = JSONWriter()
    json.array { for number in [Int.min, 0, 9_007_199_254_740_993, .max] { $0.integer(number) } }
    #expect(
      String(decoding: json.bytes, as: UTF8.self)
        == "[-9223372036854775808,0,9007199254740993,9223372036854775807]")
  }

  @Test("Lines down to a level, the rest beside one another")
  func lines() {
    var json = JSONWriter(linesTo: 1)
    json.object {
      $0.key("a")
      $0.array { for number in 1...2 { $0.integer(number) } }
      $0.key("b")
      $0.object {
        $0.key("c")
        $0.flag(true)
      }
      $0.key("d")
      $0.array { _ in }
    }
    #expect(
      String(decoding: json.bytes, as: UTF8.self) == """
        {
          "a": [1, 2],
          "b": {"c": true},
          "d": []
        }
        """)
  }
}
