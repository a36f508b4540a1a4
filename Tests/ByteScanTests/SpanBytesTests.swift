import ByteScan
import Dispatch
import Testing

/// Eight bytes at a time give what one at a time gives.
@Suite struct SpanBytesTests {
  private func bytes(_ generator: inout SeededGenerator, _ count: Int) -> [UInt8] {
    let likely: [UInt8] = [
      0x22, 0x5C, 0x1F, 0x00, 0x20, 0x21, 0x23, 0x5B, 0x5D, 0xA2, 0xDC, 0x80, 0xFF,
    ]
    return (0..<count).map { _ in
      Int.random(in: 0..<12, using: &generator) == 0
        ? likely.randomElement(using: &generator) ?? 0
        : UInt8.random(in: 0x41...0x5A, using: &generator)
    }
  }

  @Test func plainTextEndsWhereABytewiseReadingEndsIt() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<4_000 {
      let text = bytes(&generator, Int.random(in: 0..<60, using: &generator))
      let start = Int.random(in: 0...text.count, using: &generator)
      let end = Int.random(in: start...text.count, using: &generator)
      let plain = text[start..<end].firstIndex { $0 == 0x22 || $0 == 0x5C || $0 < 0x20 } ?? end
      #expect(text.span.endOfPlainText(from: start, to: end) == plain)
    }
  }

  @Test func aByteIsFoundWhereItIs() {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<2_000 {
      let text = bytes(&generator, Int.random(in: 0..<40, using: &generator))
      for byte in [0x22, 0x5C, 0x00, 0xFF, 0x41] as [UInt8] {
        #expect(text.span.holds(byte) == text.contains(byte))
      }
    }
  }

  @Test func whatIsPlainIsAppendedBetweenQuotesAndNothingElse() {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<6_000 {
      let text = bytes(&generator, Int.random(in: 0..<70, using: &generator))
      let isPlain = text.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
      var output: [UInt8] = [0x3A]
      let prefix = bytes(&generator, Int.random(in: 0..<9, using: &generator))
      let isAppended = text.span.appendQuoted(behind: prefix.span, to: &output)
      #expect(isAppended == isPlain)
      #expect(output == (isPlain ? [0x3A] + prefix + [0x22] + text + [0x22] : [0x3A]))
    }
  }

  @Test(arguments: 0..<50) func oneByteThatIsNotPlainIsFoundWhereverItStands(count: Int) {
    for byte in [0x00, 0x1F, 0x22, 0x5C, 0x7F, 0x80, 0xFF] as [UInt8] {
      for place in 0..<count {
        var text = [UInt8](repeating: 0x7E, count: count)
        text[place] = byte
        var output: [UInt8] = []
        let isAppended = text.span.appendQuoted(behind: Span(), to: &output)
        #expect(!isAppended, "\(byte) at \(place) of \(count)")
      }
    }
  }

  @Test func aPartIsFoundWhereItStandsFirst() {
    var generator = SeededGenerator(seed: 6)
    for _ in 0..<4_000 {
      // Few different bytes, so that parts of it occur often.
      let text = (0..<Int.random(in: 0..<60, using: &generator)).map { _ in
        UInt8.random(in: 0x61...0x63, using: &generator)
      }
      let part = (0..<Int.random(in: 0..<6, using: &generator)).map { _ in
        UInt8.random(in: 0x61...0x63, using: &generator)
      }
      let plain = (0...max(0, text.count - part.count)).first { text[$0...].starts(with: part) }
      #expect(text.span.place(of: part.span) == (part.count > text.count ? nil : plain))
    }
  }

  @Test func bytesAreAppendedBehindWhatIsThere() {
    var generator = SeededGenerator(seed: 5)
    var output: [UInt8] = []
    var expected: [UInt8] = []
    for _ in 0..<200 {
      let text = bytes(&generator, Int.random(in: 0..<40, using: &generator))
      text.span.append(to: &output)
      expected += text
      #expect(output == expected)
    }
  }

  /// All empty arrays share one storage, which none may write to: the thread sanitizer would see
  /// it.
  @Test func noBytesAreAppendedToNothingByTwoThreadsAtOnce() {
    DispatchQueue.concurrentPerform(iterations: 2) { _ in
      for _ in 0..<1_000 {
        var output: [UInt8] = []
        let text: [UInt8] = []
        text.span.append(to: &output)
        #expect(output.isEmpty)
      }
    }
  }

  @Test func equalBytesAreEqualAndHashAlike() {
    var generator = SeededGenerator(seed: 3)
    for count in 0..<120 {
      let text = bytes(&generator, count)
      var other = text
      var isSame = text.span.isEqual(to: other.span)
      #expect(isSame)
      #expect(text.span.hashed() == other.span.hashed())
      for place in text.indices {
        other[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        isSame = text.span.isEqual(to: other.span)
        #expect(!isSame)
        #expect(text.span.hashed() != other.span.hashed(), "byte \(place) of \(count)")
        other[place] = text[place]
      }
      guard count > 0 else { continue }
      #expect(text.span.hashed() != (text + [0]).span.hashed())
      let shorter = Array(text.dropLast())
      isSame = text.span.isEqual(to: shorter.span)
      #expect(!isSame)
    }
  }

  @Test func wordsAreLittleEndian() {
    let bytes: [UInt8] = [0, 1, 2, 3, 4, 5, 6, 7, 8]
    #expect(bytes.span.word64(at: 1) == 0x0807_0605_0403_0201)
    #expect(bytes.span.word32(at: 5) == 0x0807_0605)
  }

  @Test func aWordBeyondTheBytesTraps() async {
    await #expect(processExitsWith: .failure) {
      let bytes: [UInt8] = [0, 1, 2, 3, 4, 5, 6, 7]
      _ = bytes.span.word64(at: 1)
    }
  }
}
