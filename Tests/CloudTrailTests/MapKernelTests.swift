import ByteScan
import CloudTrail
import Testing

/// The maps of every kernel against the plain reader, which says what is wrong where they cannot.
@Suite("Maps of all kernels agree")
struct MapKernelTests {
  static let fast = MarkKernel.allCases.filter { $0 != .plain && $0.isAvailable }

  /// What a map of `bytes[range]` comes to.
  private enum Outcome: Equatable {
    case nodes([JSONMap.Node])
    case refused(RecordError)
  }

  private func outcome(
    _ kernel: MarkKernel, _ bytes: [UInt8], _ range: Range<Int>, nesting: Int = 256
  ) -> Outcome {
    var map = JSONMap(kernel: kernel)
    do throws(RecordError) {
      try map.read(bytes.span, in: range, nesting: nesting)
      return .nodes(map.nodes)
    } catch {
      return .refused(error)
    }
  }

  /// Whether the loop of the kernel itself, without its twin, maps the text.
  private func accepts(_ kernel: MarkKernel, _ bytes: [UInt8], _ range: Range<Int>, nesting: Int)
    -> Bool
  {
    var nodes: [ValueNode] = []
    return kernel.map(bytes.span, in: range, nesting: nesting, into: &nodes)
  }

  /// Holds what `kernel` makes of `text` against the plain reader, behind `indent` bytes and before
  /// `rest`, which both look like the text going on.
  private func expectAgreement(
    _ kernel: MarkKernel, _ text: [UInt8], indent: Int = 0, rest: [UInt8] = [], nesting: Int = 256
  ) {
    let bytes = [UInt8](repeating: UInt8(ascii: "["), count: indent) + text + rest
    let range = indent..<indent + text.count
    let expected = outcome(.plain, bytes, range, nesting: nesting)
    let described = { String(decoding: text, as: UTF8.self) }
    #expect(outcome(kernel, bytes, range, nesting: nesting) == expected, "\(described())")
    var isJSON = false
    if case .nodes = expected { isJSON = true }
    #expect(accepts(kernel, bytes, range, nesting: nesting) == isJSON, "\(described())")
  }

  @Test("on random values, wherever they stand", arguments: fast)
  func randomValues(kernel: MarkKernel) {
    var generator = SeededGenerator(seed: 21)
    let rests = [[], Array("\"]}".utf8), [UInt8](repeating: 0x20, count: 70)]
    for _ in 0..<600 {
      let text = Array(RandomJSON.value(&generator, depth: 4).utf8)
      let indent = Int.random(in: 0..<70, using: &generator)
      for rest in rests { expectAgreement(kernel, text, indent: indent, rest: rest) }
    }
  }

  @Test("on values with bytes changed, lost and added", arguments: fast)
  func changedValues(kernel: MarkKernel) {
    var generator = SeededGenerator(seed: 22)
    let marks = Array("{}[]\",:\\ue+-.0123456789 tfn\u{1}\n\u{1F}\u{7F}".utf8) + [0x80, 0xFF]
    for _ in 0..<3_000 {
      var text = Array(RandomJSON.value(&generator, depth: 3).utf8)
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0..<text.count, using: &generator)
        let mark = marks.randomElement(using: &generator) ?? 0
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: text[place] = mark
        case 1 where text.count > 1: text.remove(at: place)
        default: text.insert(mark, at: place)
        }
      }
      expectAgreement(kernel, text, rest: Array("\"}".utf8))
    }
  }

  @Test("on values that are cut off anywhere", arguments: fast)
  func cutValues(kernel: MarkKernel) {
    let text = Array(#"{"a\"b":[true,false,null,-1.5e+3,"x\u00e4\\"],"c" : {"d":""} }"#.utf8)
    for count in 0...text.count {
      let part = Array(text[..<count])
      expectAgreement(kernel, part)
      expectAgreement(kernel, part, rest: Array(text[count...]))
    }
  }

  @Test("on every byte at every place of a string", arguments: fast)
  func everyByte(kernel: MarkKernel) {
    for length in [1, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 130] {
      for place in Set([0, length / 2, length - 1]) {
        for value in UInt8.min...UInt8.max {
          var text = [UInt8](repeating: UInt8(ascii: "x"), count: length)
          text[place] = value
          expectAgreement(kernel, [0x22] + text + [0x22])
        }
      }
    }
  }

  @Test("on escapes at every place, and braces in strings", arguments: fast)
  func escapes(kernel: MarkKernel) {
    for indent in 0..<70 {
      let padding = String(repeating: "{", count: indent)
      let text = "{\"\(padding)\\\"\\\\\":\"\(padding)\\\\\",\"\":[\"\\\"]}\"]}"
      expectAgreement(kernel, Array(text.utf8), indent: indent)
    }
  }

  @Test("on blocks full of quotes", arguments: fast)
  func manyQuotes(kernel: MarkKernel) {
    // 64 bytes of `"",` hold 43 quotes, more than any other JSON; what is no JSON may hold 64.
    for count in 1..<50 {
      expectAgreement(kernel, [UInt8](repeating: UInt8(ascii: "\""), count: 4 * count))
      let list = Array(repeating: "\"\"", count: count).joined(separator: ",")
      for blanks in 0..<5 {
        let text = "[" + String(repeating: " ", count: blanks * 13) + list + "]"
        expectAgreement(kernel, Array(text.utf8), indent: blanks)
      }
    }
  }

  @Test("on more values than there was room for, and on deep ones", arguments: fast)
  func manyAndDeep(kernel: MarkKernel) {
    let many = "[" + Array(repeating: "1", count: 5_000).joined(separator: ",") + "]"
    expectAgreement(kernel, Array(many.utf8))
    let open = String(repeating: "[", count: 3_000)
    expectAgreement(kernel, Array(open.utf8), nesting: 4_000)
    let closed = open + String(repeating: "]", count: 3_000)
    for nesting in [2_999, 3_000] { expectAgreement(kernel, Array(closed.utf8), nesting: nesting) }
    expectAgreement(kernel, Array("[[]]".utf8), nesting: 1)
    expectAgreement(kernel, Array("1".utf8), nesting: 0)
  }

  /// Quotes are found ahead, so many at a time; an escape or a control character may stand among
  /// those that were, and whatever follows a text may be missing.
  @Test("on more texts than quotes are found ahead", arguments: fast)
  func manyTexts(kernel: MarkKernel) {
    var generator = SeededGenerator(seed: 23)
    let marks = Array("\"\\,:{}[ \n\u{1F}".utf8)
    for count in [63, 64, 65, 127, 128, 129, 255, 256, 257, 700] {
      let members = (0..<count).map { number in
        let text = String(repeating: "x", count: Int.random(in: 0..<40, using: &generator))
        return "\"k\(number)\":\"\(text)\(number % 97 == 5 ? #"\\\""# : "")\""
      }
      let text = Array("{\(members.joined(separator: ","))}".utf8)
      expectAgreement(kernel, text, indent: count % 64, rest: Array("\"".utf8))
      expectAgreement(kernel, Array("{ \(members.joined(separator: " , ")) }".utf8))
      // A line feed behind what was walked with quotes found ahead: the walk begins again without.
      let (first, rest) = (members.prefix(count * 3 / 4), members.dropFirst(count * 3 / 4))
      let lines = [first, rest].map { $0.joined(separator: ",") }.joined(separator: ",\n")
      expectAgreement(kernel, Array("{\(lines)}".utf8))
      expectAgreement(kernel, Array("{\(members.joined(separator: ","))\n}".utf8))
      for _ in 0..<60 {
        var changed = text
        let place = Int.random(in: 0..<text.count, using: &generator)
        if Bool.random(using: &generator) {
          changed[place] = marks.randomElement(using: &generator) ?? 0
        } else {
          changed.remove(at: place)
        }
        expectAgreement(kernel, changed)
      }
    }
  }
}
