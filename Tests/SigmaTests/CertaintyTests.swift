import CloudTrail
import Sigma
import Testing

/// What is certain without a context stays so, whatever the context turns out to be.
@Suite struct CertaintyTests {
  private static let selections = [
    "{a: x}", "{a: y}", "{trailscan.runner: r1}", "{trailscan.runner: null}",
    "{trailscan.role|exists: true, a: x}", "{a|expand: '%p%'}", "{a|expand|contains: '%p%%q%'}",
    "{a|fieldref: trailscan.runner}", "[{a: x}, {trailscan.role: r2}]",
    "{ip|cidr|expand: '%nets%'}", "{trailscan.runner|neq: r1}", "{a|all|expand: ['%p%', '*%q%*']}",
    "{trailscan.level|gt: 3}", "['%p%']",
  ]
  private static let records = [
    #"{"a":"x"}"#, #"{"a":["y","r1"],"ip":"10.0.0.1"}"#, #"{"a":null}"#, "{}",
    #"{"a":"r1","b":{"c":1},"ip":"AWS Internal"}"#,
  ]

  @Test func unknownCoversEveryContext() throws {
    var random = SeededRandom(seed: 7)
    var certain = 0
    for _ in 0..<300 {
      let detection = try randomDetection(&random)
      for json in Self.records {
        let unknown = try Asking.answer(detection, about: json)
        for _ in 0..<4 {
          let known = try Asking.answer(detection, about: json, context: context(&random))
          #expect(unknown == .maybe || unknown == known, "\(json)")
        }
        let full = try Asking.answer(detection, about: json, context: fullContext(&random))
        #expect(full != .maybe)
        if unknown != .maybe { certain += 1 }
      }
    }
    // Neither nothing nor everything was certain.
    #expect((300...1_200).contains(certain))
  }

  private func randomDetection(_ random: inout SeededRandom) throws -> Detection {
    let names = ["s1", "s2", "s3"]
    let selections = names.map { "\($0): \(Self.selections.randomElement(using: &random) ?? "")" }
    let operators = ["and", "or", "and not", "or not"]
    let first = operators.randomElement(using: &random) ?? ""
    let second = operators.randomElement(using: &random) ?? ""
    let forms = ["s1 \(first) (s2 \(second) s3)", "2 of s*", "not (s1 \(first) s2) \(second) s3"]
    let condition = forms.randomElement(using: &random) ?? ""
    let yaml = (selections + ["condition: \(condition)"]).joined(separator: "\n")
    return try #require(Asking.compile(yaml).0, "\(yaml)")
  }

  /// Some names known, some not.
  private func context(_ random: inout SeededRandom) -> KnownContext {
    var context = fullContext(&random)
    for name in context.fields.keys.sorted() where Bool.random(using: &random) {
      context.fields[name] = nil
    }
    for name in context.placeholders.keys.sorted() where Bool.random(using: &random) {
      context.placeholders[name] = nil
    }
    return context
  }

  private func fullContext(_ random: inout SeededRandom) -> KnownContext {
    func some<Value>(_ choices: [Value]) -> [Value] {
      choices.filter { _ in Bool.random(using: &random) }
    }
    return KnownContext(
      fields: [
        "trailscan.runner": some(["r1", "x"]), "trailscan.role": some(["r2"]),
        "trailscan.level": some(["2", "9"]),
      ],
      placeholders: [
        "p": some(["x", .pattern("r?"), ""]), "q": some(["1", .pattern("*")]),
        "nets": some(["10.0.0.0/8", "nonsense"]),
      ])
  }
}

/// The same numbers every time (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
