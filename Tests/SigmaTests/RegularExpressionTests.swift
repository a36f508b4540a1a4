import Sigma
import Testing

/// The dialect, its refusals, and that nothing makes it slow.
@Suite struct RegularExpressionTests {
  @Test(arguments: [
    ("b", ["abc"], ["ac"]), ("^b|c$", ["bx", "xc"], ["xbx", "cx"]),
    ("a.c", ["aüc"], ["a\nc", "ac"]),
    ("a*b+c?$", ["b", "aabbc"], ["aac"]), ("^a{2}$", ["aa"], ["a", "aaa"]),
    ("^a{2,}$", ["aaaa"], ["a"]), ("^a{1,3}?$", ["aaa"], ["aaaa", ""]),
    ("^a{,2}$", ["", "aa"], ["aaa"]),
    ("a{x}", ["a{x}"], ["ax"]), ("(ab|cd)+e", ["abcde"], ["ae"]), ("(?:a|b)c", ["bc"], ["c"]),
    ("(?<n>a)(?P<m>b)", ["ab"], ["ba"]), ("(?i)AB", ["ab"], ["ac"]), ("(?i:A)B", ["aB"], ["ab"]),
    ("[a-c_]+$", ["b_a"], ["d"]), ("[^a-c]", ["d"], ["abc"]), ("[]a]", ["]"], ["b"]),
    ("[a-]", ["-"], ["b"]), (#"[\d.-]+$"#, ["1.-"], ["a"]), (#"^[\w]+\s\S$"#, ["a_1 x"], ["a- x"]),
    (#"^\D\W\B"#, ["a--"], ["1-"]), (#"\bkey\b"#, ["a key x"], ["monkey", "keys"]),
    (#"\x41\u0042\x{43}"#, ["ABC"], ["abc"]), (#"a\.b\/c"#, ["a.b/c"], ["axb/c"]),
    ("[[:alpha:]]+[[:digit:]]", ["ab1"], ["1a"]), (#"\Aa\z"#, ["a"], ["ab"]), ("", ["", "a"], []),
    ("(?i)Ä[à]", ["äÀ"], ["aa"]), ("x?y?z?$", ["", "q"], []), ("()+a", ["a"], ["b"]),
    (#"[\n\t]"#, ["\t"], ["n"]), ("^(a|ab)(c|bcd)$", ["abcd", "abc"], ["ab"]),
    ("x(one)+two?", ["xonetw"], ["xtw"]), ("(?i)role/AWS", ["ROLE/aws"], ["role/aw"]),
    ("a?bcd|e", ["e", "bcd"], ["abc"]),
  ])
  func matches(_ pattern: String, _ yes: [String], _ no: [String]) throws {
    let expression = try RegularExpression(pattern)
    for text in yes { #expect(expression.matches(text), "\(text)") }
    for text in no { #expect(!expression.matches(text), "\(text)") }
  }

  @Test(arguments: [
    ("a(b", 1, "a ( without its )"), ("ab)", 2, "a ) without its ("),
    ("[a", 0, "a [ without its ]"),
    ("*a", 0, "nothing to repeat"), ("a**", 2, "nothing to repeat"),
    ("a\\", 1, "a backslash at its end"),
    ("a{3,2}", 1, "a repetition from more to less"), ("[b-a]", 1, "a range from more to less"),
    (#"\q"#, 0, #"an unknown escape '\q'"#), (#"\x4"#, 0, "a bad hexadecimal escape"),
    ("(?z)", 2, "an unknown group sign 'z'"), ("[[:foo:]]", 0, "an unknown class"),
    ("a{9999}", 1, "a repetition of more than 1000"),
  ])
  func namesTheFault(_ pattern: String, _ offset: Int, _ what: String) {
    let fault = #expect(throws: RegularExpression.Fault.self) { try RegularExpression(pattern) }
    #expect(fault?.reason == "the regular expression has \(what)")
    #expect(fault?.offset == offset)
  }

  @Test(arguments: [
    ("a(?=b)", "look-ahead and look-behind"), ("(?<!b)a", "look-ahead and look-behind"),
    ("(?>a)", "atomic groups"), (#"(a)\1"#, "back references"), ("a++", "possessive quantifiers"),
    (#"\p{L}"#, "Unicode properties"),
  ])
  func refuses(_ pattern: String, _ what: String) {
    let fault = #expect(throws: RegularExpression.Fault.self) { try RegularExpression(pattern) }
    #expect(fault?.reason == "\(what) are not supported in regular expressions")
  }

  @Test(.timeLimit(.minutes(1)), arguments: ["^(a+)+$", "^(a|aa)+$", "(a*)*b", "(.*)*(.*)*x"])
  func catastrophesTakeLinearTime(_ pattern: String) throws {
    let expression = try RegularExpression(pattern)
    #expect(!expression.matches(String(repeating: "a", count: 2_000) + "!"))
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "((a{1000}){1000}){1000}", "(((){1000}){1000}){1000}a{1,1000}{1,1000}", "(a{0,900}){0,900}",
    ])
  func explosionsAreRefused(_ pattern: String) {
    #expect(throws: RegularExpression.Fault.self) { try RegularExpression(pattern) }
  }

  @Test func limitsLengthAndDepth() {
    #expect(throws: RegularExpression.Fault.self) {
      try RegularExpression(String(repeating: "a", count: 2_001))
    }
    #expect(throws: RegularExpression.Fault.self) {
      try RegularExpression(String(repeating: "(", count: 60) + String(repeating: ")", count: 60))
    }
  }

  @Test func survivesBrokenText() throws {
    let bytes: [UInt8] = [0x61, 0xFF, 0xC3, 0xE2, 0x82, 0x62]
    #expect(try RegularExpression("^a.{1,9}b$").matches(bytes.span, 0..<bytes.count))
  }
}
