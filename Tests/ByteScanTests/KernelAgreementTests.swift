import ByteScan
import Testing

/// Every kernel gives the marks of the plain one, whatever the bytes.
@Suite("All kernels agree")
struct KernelAgreementTests {
  static let fast = MarkKernel.allCases.filter { $0 != .plain && $0.isAvailable }

  /// The marks of all whole blocks of `bytes` from `start` on, `step` blocks a call.
  private func run(_ kernel: MarkKernel, _ bytes: [UInt8], from start: Int = 0, step: Int = .max)
    -> (marks: [BlockMarks], state: MarkState)
  {
    let count = (bytes.count - start) / 64
    var state = MarkState()
    var marks: [BlockMarks] = []
    var done = 0
    while done < count {
      let blocks = min(step, count - done)
      var part = [BlockMarks](repeating: BlockMarks(), count: blocks)
      var span = part.mutableSpan
      kernel.mark(
        bytes.span, from: start + done * 64, blocks: blocks, state: &state, into: &span)
      marks += part
      done += blocks
    }
    return (marks, state)
  }

  private func expectAgreement(
    _ kernel: MarkKernel, _ bytes: [UInt8], from start: Int = 0, step: Int = .max
  ) {
    let plain = run(.plain, bytes, from: start)
    let other = run(kernel, bytes, from: start, step: step)
    #expect(plain.marks == other.marks, "from \(start), bytes \(bytes)")
    #expect(plain.state == other.state, "from \(start), bytes \(bytes)")
  }

  /// `text` behind `indent` blanks, padded to whole blocks.
  private func padded(_ text: String, indent: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0x20, count: indent) + Array(text.utf8)
    while bytes.count % 64 != 0 { bytes.append(0x20) }
    return bytes
  }

  @Test("on random bytes", arguments: fast)
  func randomBytes(kernel: MarkKernel) {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<200 {
      let bytes = (0..<512).map { _ in UInt8.random(in: 0...255, using: &generator) }
      expectAgreement(kernel, bytes)
    }
  }

  @Test("on random bytes that mean something in JSON", arguments: fast)
  func randomSyntax(kernel: MarkKernel) {
    var generator = SeededGenerator(seed: 2)
    let alphabet = Array(#"{}[]"\"\\:, eSNvt"#.utf8) + [0x0A, 0x00, 0xFF, 0xA2, 0xDC]
    for _ in 0..<300 {
      let bytes = (0..<512).map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)]
      }
      expectAgreement(kernel, bytes)
    }
  }

  @Test("on random text in the shape of a log", arguments: fast)
  func randomLogs(kernel: MarkKernel) {
    var generator = SeededGenerator(seed: 3)
    let pieces = [
      #""eventSource":"s3.amazonaws.com","#, #""eventName" : "GetObject","#, "{", "}", "[", "]",
      #""policy":"{\"Version\":\"2012\"}","#, #""path":"C:\\\\","#, "\n", "  ", #"é"€"#, #"\\\""#,
    ]
    for _ in 0..<200 {
      var text = ""
      while text.utf8.count < 600 {
        text += pieces[Int.random(in: pieces.indices, using: &generator)]
      }
      expectAgreement(kernel, padded(text, indent: Int.random(in: 0..<64, using: &generator)))
    }
  }

  @Test("on every byte value at every place", arguments: fast)
  func everyByte(kernel: MarkKernel) {
    for value in UInt8.min...UInt8.max {
      expectAgreement(kernel, [UInt8](repeating: value, count: 128))
    }
    for place in 0..<128 {
      for value in Array(#"{}[]"\eSN"#.utf8) + [0x0A] {
        var bytes = [UInt8](repeating: 0x20, count: 128)
        bytes[place] = value
        expectAgreement(kernel, bytes)
      }
    }
  }

  @Test("on escaped quotes at every place", arguments: fast)
  func escapedQuotes(kernel: MarkKernel) {
    for indent in 0..<130 {
      expectAgreement(kernel, padded(#"{"a\"b":"\\","c":"\\\"{"}"#, indent: indent))
      expectAgreement(kernel, padded(#"\"eventName":"#, indent: indent))
    }
  }

  @Test("on runs of backslashes of every length over a border", arguments: fast)
  func backslashRuns(kernel: MarkKernel) {
    for length in 0...140 {
      for indent in [0, 1, 2, 60, 61, 62, 63, 64, 65] {
        let run = String(repeating: "\\", count: length)
        expectAgreement(kernel, padded(run + #""{" "# + run + #"x"{"#, indent: indent))
      }
    }
  }

  @Test("wherever the bytes begin, and however they are cut into calls", arguments: fast)
  func everySplit(kernel: MarkKernel) {
    var generator = SeededGenerator(seed: 4)
    let alphabet = Array(#"{}""\\\eSN x"#.utf8)
    let bytes = (0..<1024).map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)]
    }
    for start in 0..<65 { expectAgreement(kernel, bytes, from: start) }
    for step in 1...16 { expectAgreement(kernel, bytes, step: step) }
  }
}
