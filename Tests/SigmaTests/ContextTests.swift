import Sigma
import Testing

/// What the context knows, does not know, and knows to be nothing.
@Suite struct ContextTests {
  private let runner = KnownContext(
    fields: ["trailscan.runner": ["acme+prod"], "trailscan.role": []],
    placeholders: [
      "runner.buckets": ["tf-*", .pattern("state-?")], "empty": [],
      "responders": ["10.1.0.0/16", "192.0.2.1"],
    ])

  @Test func fillsPlaceholders() throws {
    let selection = "a|expand: 'arn:aws:s3:::%runner.buckets%/*'"
    let inside = #"{"a":"arn:aws:s3:::state-1/x"}"#
    #expect(try Asking.selection(selection, about: inside, context: runner) == .yes)
    let literal = #"{"a":"arn:aws:s3:::tf-*/x"}"#
    #expect(try Asking.selection(selection, about: literal, context: runner) == .yes)
    let outside = #"{"a":"arn:aws:s3:::tf-1/x"}"#
    #expect(try Asking.selection(selection, about: outside, context: runner) == .no)
    #expect(try Asking.selection(selection, about: outside) == .maybe)
    #expect(try Asking.selection(selection, about: #"{"a":"arn:aws:sqs:::x"}"#) == .no)
    #expect(try Asking.selection("a|expand: '%empty%'", about: inside, context: runner) == .no)
  }

  /// A placeholder that is the whole value is compared byte by byte where that tells: the answer is
  /// that of the pattern with the same text.
  @Test(arguments: ["a|expand: '%p%'", "a|cased|expand: '%p%'"])
  func comparesWholeTextsAsPatternsDo(selection: String) throws {
    let texts = [
      "", "a", "A", "prod", "Prod", "PROD", "prod1", "pro", "prod-\u{E9}t\u{E9}",
      "PROD-\u{C9}T\u{C9}",
      "\u{212A}ey", "key", "KEY", "stra\u{DF}e", "strasse", "@", "`", "[", "{",
    ]
    var answers: Set<Truth> = []
    for text in texts {
      for value in texts {
        let json = #"{"a":"\#(value)"}"#
        let literal = KnownContext(placeholders: ["p": ["other", .literal(text)]])
        let pattern = KnownContext(placeholders: ["p": ["other", .pattern(text)]])
        let answer = try Asking.selection(selection, about: json, context: literal)
        let expected = try Asking.selection(selection, about: json, context: pattern)
        #expect(answer == expected, "\(text) in \(value)")
        answers.insert(answer)
      }
    }
    #expect(answers == [.yes, .no])
  }

  @Test func fillsNetworks() throws {
    let selection = "sourceIPAddress|cidr|expand: '%responders%'"
    let json = #"{"sourceIPAddress":"10.1.2.3"}"#
    #expect(try Asking.selection(selection, about: json, context: runner) == .yes)
    #expect(try Asking.selection(selection, about: json) == .maybe)
    let service = #"{"sourceIPAddress":"ecs-tasks.amazonaws.com"}"#
    #expect(try Asking.selection(selection, about: service) == .no)
    let other = #"{"sourceIPAddress":"10.2.2.3"}"#
    #expect(try Asking.selection(selection, about: other, context: runner) == .no)
  }

  @Test func asksForContextFields() throws {
    #expect(try Asking.selection("trailscan.runner: acme+*", about: "{}", context: runner) == .yes)
    #expect(try Asking.selection("trailscan.runner: other", about: "{}", context: runner) == .no)
    #expect(try Asking.selection("trailscan.runner: other", about: "{}") == .maybe)
    #expect(try Asking.selection("trailscan.role: null", about: "{}", context: runner) == .yes)
    #expect(try Asking.selection("trailscan.role|exists: true", about: "{}") == .maybe)
    let reference = "a|fieldref: trailscan.runner"
    #expect(try Asking.selection(reference, about: #"{"a":"acme+prod"}"#) == .maybe)
    let json = #"{"a":"acme+prod"}"#
    #expect(try Asking.selection(reference, about: json, context: runner) == .yes)
  }

  @Test(arguments: [
    ("x and open", Truth.no), ("a and open", .maybe), ("a or open", .yes), ("x or open", .maybe),
    ("not open", .maybe), ("not (x and open)", .yes), ("1 of *", .yes), ("all of *", .no),
    ("2 of *", .maybe),
  ])
  func answersInThreeValues(_ condition: String, _ expected: Truth) throws {
    let yaml = """
      a: {a: b}
      x: {a: c}
      open: {trailscan.runner: acme}
      condition: \(condition)
      """
    #expect(try Asking.detection(yaml, about: #"{"a":"b"}"#) == expected)
  }

  @Test func listsWhatItRefersTo() throws {
    var diagnostics = Diagnostics()
    let detection = try #require(
      Detection(
        where: "{trailscan.runner: x, a|expand: '%p%', b|fieldref: c.d}",
        diagnostics: &diagnostics))
    let names = detection.references.map { "\($0.kind) \($0.name) \($0.place.column)" }
    #expect(
      names == [
        "contextField trailscan.runner 2", "field a 23", "placeholder p 33", "field b 40",
        "field c.d 52",
      ])
  }
}
