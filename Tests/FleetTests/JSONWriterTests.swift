import FleetModel
import Foundation
import Testing

@Suite struct JSONWriterTests {
  private let value: JSON = [
    "b": "quote \" backslash \\ slash / tab \t bell \u{7}", "a": ["ô", "🙂", 1, true, nil, [:]],
  ]

  @Test func keepsTheOrderOfMembersUnlessAskedToSort() {
    #expect(JSONWriter.text(of: ["b": 1, "a": []]) == #"{"b":1,"a":[]}"#)
    let sorted = JSONStyle(sortsKeys: true)
    #expect(
      JSONWriter.text(of: ["b": ["d": 1, "c": 2], "a": []], style: sorted)
        == #"{"a":[],"b":{"c":2,"d":1}}"#)
  }

  @Test func escapesAsAsked() {
    let style = JSONStyle(escapesSlashes: true, escapesUnicode: true)
    #expect(JSONWriter.text(of: "a/ô🙂", style: style) == #""a\/\u00f4\ud83d\ude42""#)
    #expect(JSONWriter.text(of: "a/ô\u{1}\n") == "\"a/ô\\u0001\\n\"")
  }

  @Test(arguments: [
    JSONStyle.native, JSONStyle(sortsKeys: true), JSONStyle(escapesSlashes: true),
    JSONStyle(escapesUnicode: true),
  ])
  func otherReadersSeeTheSameValue(style: JSONStyle) throws {
    let data = Data(JSONWriter.text(of: value, style: style).utf8)
    let read = try #require(try JSONSerialization.jsonObject(with: data) as? NSDictionary)
    let native = Data(JSONWriter.text(of: value).utf8)
    #expect(read == (try JSONSerialization.jsonObject(with: native) as? NSDictionary))
    #expect(read["b"] as? String == "quote \" backslash \\ slash / tab \t bell \u{7}")
  }

  @Test(arguments: [
    (0, "0.0"), (48_211, "48211.0"), (10_000_000, "1.0E7"), (12_345_600, "1.23456E7"),
  ])
  func writesFloatsAsCloudTrailDoes(number: Int, text: String) {
    #expect(JSONWriter.text(of: .float(number)) == text)
  }
}
