import Sigma
import Testing

/// Conditions, and the messages for what cannot be compiled.
@Suite struct DetectionTests {
  @Test(arguments: [
    ("a", "1", Truth.yes), ("not a", "1", .no), ("a and b", "1", .no), ("a or b", "2", .yes),
    ("a or b and c", "1", .yes), ("(a or b) and c", "1", .no), ("not a and not b", "3", .yes),
    ("not (a or b)", "3", .yes), ("1 of sel_*", "2", .no), ("1 of them", "3", .yes),
    ("all of them", "1", .no), ("2 of them", "1", .yes), ("3 of them", "1", .no),
    ("any of a*", "1", .yes),
    ("NOT a AND c", "3", .yes), ("[a, c]", "3", .yes),
  ])
  func followsTheCondition(_ condition: String, _ value: String, _ expected: Truth) throws {
    let yaml = """
      a: {x: 1}
      b: {x: 2}
      c: {x: 3}
      sel_one: {x: 1}
      _hidden: {x: 4}
      condition: \(condition)
      """
    #expect(try Asking.detection(yaml, about: #"{"x":\#(value)}"#) == expected)
    let hidden = "_h: {x: 4}\na: {x: 1}\ncondition: 1 of them"
    #expect(try Asking.detection(hidden, about: #"{"x":4}"#) == .no)
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    let yaml: String
    let message: String
    var testDescription: String { message }

    init(_ yaml: String, _ message: String) {
      self.yaml = yaml
      self.message = message
    }
  }

  @Test(arguments: conditionFaults + selectionFaults)
  func namesTheFault(_ fault: Fault) throws {
    let (detection, diagnostics) = try Asking.compile(fault.yaml)
    #expect(detection == nil)
    let messages = diagnostics.errors.map { error in
      "\(error.place.line):\(error.place.column) \(error.reason)"
    }
    #expect(messages == [fault.message])
  }

  static let conditionFaults = [
    Fault("sel: {a: b}", "1:1 the detection has no condition"),
    Fault("sel: {a: b}\ncondition: sell", "2:12 unknown selection 'sell'; did you mean 'sel'?"),
    Fault("sel: {a: b}\ncondition: 'sel and'", "2:17 the condition ends too early"),
    Fault("sel: {a: b}\ncondition: 'sel or or sel'", "2:20 expected a selection, found 'or'"),
    Fault("sel: {a: b}\ncondition: \"(sel\"", "2:13 a ( without its )"),
    Fault("sel: {a: b}\ncondition: sel sel", "2:16 unexpected 'sel'"),
    Fault("sel: {a: b}\ncondition: 1 of x*", "2:17 no selection is named like 'x*'"),
    Fault("_s: {a: b}\ncondition: all of them", "2:19 no selection is named like 'them'"),
    Fault("sel: {a: b}\ncondition: 2 of s*", "2:12 2 of 's*' can never be: it names 1"),
    Fault("sel: {a: b}\ncondition: some of s*", "2:12 'some of' is no number, 'all' or 'any'"),
    Fault(
      "sel: {a: b}\ncondition: sel | count() by c > 3",
      "2:16 the aggregation '| count' is unsupported: write a correlation instead"),
    Fault(
      "sel: {a: b}\ncondition: near sel",
      "2:12 'near' is unsupported: write a temporal correlation instead"),
    Fault(
      "sel: {a: b}\ntimeframe: 5m\ncondition: sel",
      "2:1 'timeframe' is unsupported: write a correlation instead"),
    Fault("- a", "1:1 expected selections and a condition, found a list"),
  ]

  static let selectionFaults = [
    fault("a|contans: b", "10 unknown modifier 'contans'; did you mean 'contains'?"),
    fault("'a|contains|startswith': b", "20 'startswith' is a second comparison for one field"),
    fault("a|cased|re: b", "10 'cased' is only for texts"),
    fault("a|i: b", "10 'i' is only for 're'"),
    fault("a|contains|base64: b", "19 'base64' must stand before the comparison"),
    fault("a|base64: b*", "18 'base64' cannot encode wildcards or placeholders"),
    fault("a|exists: maybe", "18 'exists' takes true or false, not 'maybe'"),
    fault("a|exists|all: [true]", "17 'all' is not for a yes or no, or a number"),
    fault("a|gt: b", "14 'b' is not a number"),
    fault(
      "a|cidr: 10.0.0.0/33", "16 '10.0.0.0/33' is not an address or a range such as 10.0.0.0/8"),
    fault("a|contains: null", "20 null cannot be compared like this"),
    fault("a: []", "11 an empty list never matches"),
    fault("a: {b: c}", "11 expected a value, found a mapping"),
    fault(
      "a|re: 'x(?=y)'", "16 look-ahead and look-behind are not supported in regular expressions"),
    fault("a|expand: b", "18 'expand' needs a placeholder, '%name%'"),
    fault("a|all|all: [b]", "14 'all' stands twice"),
    Fault("sel:\ncondition: sel", "1:5 selection 'sel' is empty"),
    Fault("sel: {}\ncondition: sel", "1:6 selection 'sel' is empty"),
  ]

  private static func fault(_ item: String, _ message: String) -> Fault {
    Fault("sel: { \(item) }\ncondition: sel", "1:\(message)")
  }

  @Test func showsAllFaultsAtOnce() throws {
    let (_, diagnostics) = try Asking.compile(
      """
      sel:
        a|foo: b
        c|cidr: d
      other: {a: b}
      condition: sell
      """)
    #expect(diagnostics.errors.map(\.place.line) == [2, 3, 5])
    // What a condition that cannot be read uses is not known.
    #expect(diagnostics.warnings.isEmpty)
  }

  @Test func joinsFilters() throws {
    var diagnostics = Diagnostics()
    let filters = ["a|re: b", "c: d", "eventName: x"].compactMap { text in
      Detection(where: text, diagnostics: &diagnostics)
    }
    let all = Detection(all: filters)
    #expect(try Asking.answer(all, about: #"{"a":"b","c":"d","eventName":"x"}"#) == .yes)
    #expect(try Asking.answer(all, about: #"{"a":"b","c":"e","eventName":"x"}"#) == .no)
    #expect(all.references.map(\.name) == ["a", "c", "eventName"] && all.eventKeys.count == 1)
    #expect(try Asking.answer(Detection(all: []), about: "{}") == .yes)
  }

  @Test func masksControlCharacters() {
    let source = SourceText(name: "x", text: "a\u{1B}[31m\u{202E}b\r\n")
    let error = RuleError("bad '\u{1B}'", at: SourcePlace(line: 1, column: 2), in: source)
    #expect(error.description == "x:1:2: bad '\u{FFFD}'\n  1 | a\u{FFFD}[31m\u{FFFD}b\n       ^")
  }

  @Test func drawsTheCaret() throws {
    var diagnostics = Diagnostics()
    let detection = Detection(where: "eventName|startwith: Put", diagnostics: &diagnostics)
    #expect(detection == nil)
    #expect(
      diagnostics.errors.map(\.description) == [
        """
        --where:1:11: unknown modifier 'startwith'; did you mean 'startswith'?
          1 | eventName|startwith: Put
                        ^
        """
      ])
  }

  @Test(arguments: [
    ("eventName:X", "1:1 expected one 'field: value' (with a blank behind the colon)"),
    ("", "1:1 expected one 'field: value' (with a blank behind the colon)"),
    (
      "a: *b",
      "1:4 not YAML: found undefined alias; a value that begins with * must stand in quotes"
    ),
    ("a: [b", "1:6 not YAML: did not find expected ',' or ']'"),
  ])
  func explainsWhatTheCommandLineHolds(_ text: String, _ message: String) {
    var diagnostics = Diagnostics()
    _ = Detection(where: text, diagnostics: &diagnostics)
    let messages = diagnostics.errors.map { "\($0.place.line):\($0.place.column) \($0.reason)" }
    #expect(messages == [message])
  }
}
