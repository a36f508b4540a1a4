import ByteScan
import Testing

/// What a scan says of a value, wherever the bytes at hand ended on the way.
struct Scanned: Equatable, CustomStringConvertible {
  var step: ValueScan.Step
  var end: Int
  var keys: [Int?] = []
  var spansLines = false
  /// Texts behind keys that are not what stands there; a scan may leave others to be looked for.
  var wrongTexts: [Range<Int>] = []

  /// Scans the value at `start` of `bytes`, which come in `cuts` pieces of random sizes.
  init(
    _ bytes: [UInt8], at start: Int = 0, isLine: Bool = true, with kernel: MarkKernel,
    cuts: [Int] = []
  ) {
    var scan = ValueScan(isLine: isLine)
    let padded = bytes + [UInt8](repeating: 0x20, count: ValueScan.reach)
    var step = ValueScan.Step.needsBytes
    for cut in cuts.sorted() + [padded.count] where step == .needsBytes {
      // What lies behind the cut must not be seen.
      let visible = Array(padded[..<min(max(cut, start + scan.position), padded.count)])
      step = kernel.scan(visible.span, valueAt: start, &scan)
    }
    self.step = step
    end = step == .needsBytes ? -1 : scan.position
    guard step == .ended else { return }
    keys = [scan.eventSource, scan.eventName, scan.eventID]
    spansLines = scan.spansLines
    let value = Array(bytes[start...])
    wrongTexts = [
      Self.wrong(scan.sourceText, behind: scan.eventSource, 13, in: value),
      Self.wrong(scan.nameText, behind: scan.eventName, 11, in: value),
    ].compactMap { $0 }
  }

  /// The text, where it is not the one without escapes behind a key of so many bytes and a colon.
  private static func wrong(
    _ text: Range<Int>?, behind key: Int?, _ length: Int, in value: [UInt8]
  ) -> Range<Int>? {
    guard let text else { return nil }
    guard let key, text.lowerBound == key + length + 2,
      value[key + length..<text.lowerBound].elementsEqual(":\"".utf8),
      value[text.upperBound] == UInt8(ascii: "\""),
      !value[text].contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C })
    else { return text }
    return nil
  }

  var description: String { "\(step) \(end) \(keys) \(spansLines)" }
}

@Suite("The scan of a value")
struct ValueScanTests {
  static let available = MarkKernel.allCases.filter(\.isAvailable)
  static let fast = available.filter { $0 != .plain }

  private static let pieces = [
    #""eventSource":"s3.amazonaws.com","#, #""eventName":"Put","#, #""eventID":"1","#,
    #""eventSource" "#, #""x":"eventName","#, #""a":"\"}]{[\\","#, #""y":{"eventID":"trap"},"#,
    #""z":[[],{}],"#, "\n", "\n{", "\n{\"", "{", "}", "[", "]", "\"", "\\", #"\\"#, #"\"#, "é",
    #""event"#, "          ", #""m":"{\"eventSource\":\"s\"}","#,
  ]

  /// A value of some blocks with all that a scan looks at.
  private static let longValue =
    #"{"y":{"eventID":"trap"},"a":"\"}]{[\\","eventSource":"s3","z":[[],{"b":[0]}],"# + "\n"
    + #""p":"{\"eventName\":\"s\",\"q\":\"\\\"\"}","eventName":"Put","é":"é","# + "\n"
    + #""m":[{"k":"}"},{"k":"{"}],"x":"eventName","eventID" : "1","w":{"v":{"u":{}}}}"#

  private func text(_ generator: inout SeededGenerator, pieces count: Int) -> [UInt8] {
    var text = "{"
    for _ in 0..<count {
      text += Self.pieces[Int.random(in: Self.pieces.indices, using: &generator)]
    }
    return Array((text + "}").utf8)
  }

  @Test("an object ends behind its bracket, and its keys are found", arguments: available)
  func drawnExample(kernel: MarkKernel) {
    let text = #"{"x":{"eventName":0},"eventSource":"s","y":"}\"}","eventID" : "i"} {"#
    let scanned = Scanned(Array(text.utf8), with: kernel)
    #expect(scanned.step == .ended)
    #expect(scanned.end == 66)
    #expect(scanned.keys == [21, nil, 50])
    #expect(!scanned.spansLines)
  }

  @Test("line feeds between tokens are noted, inside strings they break", arguments: available)
  func lines(kernel: MarkKernel) {
    #expect(Scanned(Array("{\n \"a\": 1\n}\n".utf8), with: kernel).spansLines)
    let inString = Scanned(Array("{\"a\": \"1\n\"}\n".utf8), with: kernel)
    #expect(inString.step == .brokenLine && inString.end == 8)
    let twoLines = Array("{\"a\": 1,\n{\"b\": 2}\n".utf8)
    #expect(Scanned(twoLines, with: kernel).step == .brokenLine)
    #expect(Scanned(twoLines, with: kernel).end == 8)
    #expect(Scanned(twoLines, isLine: false, with: kernel).step == .needsBytes)
    #expect(!Scanned(Array("{}\n{\"b\": 2}".utf8), with: kernel).spansLines)
  }

  @Test("strings full of brackets do not count, at any place", arguments: available)
  func bracketsInStrings(kernel: MarkKernel) {
    for length in 0..<200 {
      let text = "{\"" + String(repeating: "}]{[", count: length) + "\\\"}\":[{}]}"
      let scanned = Scanned(Array((text + "}").utf8), with: kernel)
      #expect(scanned.step == .ended && scanned.end == text.utf8.count)
    }
  }

  @Test("runs of backslashes of every length, at every place", arguments: fast)
  func backslashes(kernel: MarkKernel) {
    for length in 0..<70 {
      for indent in [0, 1, 50, 60, 61, 62, 63, 64] {
        let text =
          "{" + String(repeating: " ", count: indent) + "\"a"
          + String(repeating: "\\", count: length) + "\"}\"}}"
        let bytes = Array(text.utf8)
        let expected = Scanned(bytes, with: .plain)
        #expect(Scanned(bytes, with: kernel) == expected)
        // The first call takes one block alone, and hands on what its last backslash escapes.
        #expect(Scanned(bytes, with: kernel, cuts: [80, 100, 143]) == expected)
      }
    }
  }

  @Test("keys are found at every place of a block", arguments: available)
  func keysEverywhere(kernel: MarkKernel) {
    for indent in 0..<130 {
      let blanks = String(repeating: " ", count: indent)
      let text = "{" + blanks + #""eventName":1,"eventSource":2,"eventID":3,"eventTime":4}"#
      let scanned = Scanned(Array(text.utf8), with: kernel)
      #expect(scanned.keys == [indent + 15, indent + 1, indent + 31])
    }
  }

  @Test("texts of service and call are found where nothing stands between", arguments: fast)
  func texts(kernel: MarkKernel) {
    for length in 0..<140 {
      let text = String(repeating: "s", count: length)
      let value = #"{"eventSource":"\#(text)","x":{},"eventName":"\#(text)"}"#
      var scan = ValueScan(isLine: false)
      let bytes = Array(value.utf8) + [UInt8](repeating: 0x20, count: ValueScan.reach)
      #expect(kernel.scan(bytes.span, valueAt: 0, &scan) == .ended)
      #expect(scan.sourceText == 16..<16 + length)
      #expect(scan.nameText.map { $0.count } == length)
      #expect(scan.nameText?.upperBound == value.utf8.count - 2)
    }
  }

  @Test(
    "other texts are left to be looked for", arguments: fast,
    [
      #"{"eventSource":"s\u0033","eventName":"\\"}"#, #"{"eventSource":1,"eventName":{}}"#,
      #"{"eventSource" :"s","eventName": "n"}"#, #"{"eventSource","eventName"}"#,
      #"{"eventSource":"\#u{7}","eventName":"n\#tn"}"#, #"{"x":"eventSource","y":"eventName"}"#,
    ])
  func otherTexts(kernel: MarkKernel, value: String) {
    var scan = ValueScan(isLine: false)
    let bytes = Array(value.utf8) + [UInt8](repeating: 0x20, count: ValueScan.reach)
    #expect(kernel.scan(bytes.span, valueAt: 0, &scan) == .ended)
    #expect(scan.sourceText == nil)
    #expect(scan.nameText == nil)
  }

  @Test("all kernels agree on random text", arguments: fast)
  func randomText(kernel: MarkKernel) {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<2_000 {
      let bytes = text(&generator, pieces: Int.random(in: 0...30, using: &generator))
      let isLine = Bool.random(using: &generator)
      let expected = Scanned(bytes, isLine: isLine, with: .plain)
      #expect(
        Scanned(bytes, isLine: isLine, with: kernel) == expected,
        "\(String(decoding: bytes, as: UTF8.self))")
    }
  }

  @Test("all kernels agree on bytes that are alike but for one bit", arguments: fast)
  func nearlyAlike(kernel: MarkKernel) {
    var generator = SeededGenerator(seed: 14)
    let pieces = [
      #""eventSource":"#, #""eventName":"#, #""eventID":"#, #""a\""#, "\\", "{", "}", "[", "]",
      "\n",
      #""x""#, "            ",
    ].map { Array($0.utf8) }
    var ended = 0
    for _ in 0..<3_000 {
      var text = Array("{".utf8)
      for _ in 0..<Int.random(in: 1...20, using: &generator) {
        text += pieces[Int.random(in: pieces.indices, using: &generator)]
        if Int.random(in: 0..<4, using: &generator) == 0 {
          text[text.count - 1] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
          text[0] = UInt8(ascii: "{")
        }
      }
      text += Array("}}".utf8)
      let isLine = Bool.random(using: &generator)
      let expected = Scanned(text, isLine: isLine, with: .plain)
      if expected.step == .ended { ended += 1 }
      #expect(Scanned(text, isLine: isLine, with: kernel) == expected, "\(text)")
    }
    #expect(ended > 500)
  }

  @Test("a scan may stop at any byte and start at any", arguments: available)
  func everySplit(kernel: MarkKernel) {
    let bytes = Array(Self.longValue.utf8)
    let expected = Scanned(bytes, with: .plain)
    #expect(expected.step == .ended && expected.end == bytes.count && expected.spansLines)
    #expect(!expected.keys.contains(nil))
    for cut in 1...bytes.count + 79 {
      #expect(Scanned(bytes, with: kernel, cuts: [cut]) == expected)
      #expect(Scanned(bytes, with: kernel, cuts: [cut, cut + 1, cut + 64]) == expected)
    }
    for indent in 1...65 {
      let moved = [UInt8](repeating: 0x7B, count: indent) + bytes
      #expect(Scanned(moved, at: indent, with: kernel) == expected)
    }
  }

  @Test("a value that does not begin with a bracket is a mistake of the caller")
  func notAValue() async {
    await #expect(processExitsWith: .failure) { _ = Scanned(Array("1".utf8), with: .fastest) }
  }

  @Test("places forgotten on the way leave the end where it is", arguments: available)
  func forgettingPlaces(kernel: MarkKernel) {
    let bytes = Array(Self.longValue.utf8)
    let padded = bytes + [UInt8](repeating: 0x20, count: ValueScan.reach)
    var scan = ValueScan(isLine: false)
    var start = 0
    var forgotten = 0
    var step = ValueScan.Step.needsBytes
    for count in Array(stride(from: 90, to: padded.count, by: 90)) + [padded.count]
    where step == .needsBytes {
      step = kernel.scan(Array(padded[..<count]).span, valueAt: start, &scan)
      start += scan.position
      if step == .needsBytes {
        scan.forgetPlaces()
        forgotten += 1
      }
    }
    #expect(forgotten > 1)
    #expect(step == .ended && start == bytes.count)
  }
}
