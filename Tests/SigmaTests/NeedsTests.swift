import Sigma
import Testing

/// What a detection needs of a field before anything else is asked; never too much.
@Suite struct NeedsTests {
  private static func detection(_ selection: String) throws -> Detection {
    let (detection, diagnostics) = try Asking.compile(selection)
    #expect(diagnostics.errors.isEmpty)
    return try #require(detection)
  }

  @Test(arguments: [
    ("{s: {a: b}, condition: s}", true, false),
    ("{s: {a|exists: true}, condition: s}", true, false),
    ("{s: {a: [b, null]}, condition: s}", false, false),
    ("{s: {a: null}, condition: s}", false, true),
    ("{s: {a|exists: false}, condition: s}", false, true),
    ("{s: {a|neq: b}, condition: s}", false, false),
    ("{s: {c: d}, t: {a|exists: true}, condition: s and not t}", false, true),
    ("{s: {c: d}, t: {a: b}, condition: s and not t}", false, false),
    ("{s: {c: d}, t: {a: '*'}, condition: s and not t}", false, true),
    ("{s: {c: d}, t: {a: '*', e: f}, condition: s and not t}", false, false),
    ("{s: {c: d}, t: {a: b}, condition: s and t}", true, false),
    ("{s: {c: d}, t: {a: b}, condition: s or t}", false, false),
    ("{s: [{a: b}, {a: c, d: e}], condition: s}", true, false),
    ("{s: [b], condition: s}", false, false),
  ])
  func tellsWhatAFieldMustBe(_ text: String, _ value: Bool, _ noValue: Bool) throws {
    let detection = try Self.detection(text)
    #expect(detection.needsValue(ofAny: ["a"]) == value)
    #expect(detection.needsNoValue(of: "a") == noValue)
    #expect(!detection.needsValue(ofAny: ["x"]) && !detection.needsNoValue(of: "x"))
  }
}
