import ByteScan
import Testing

@Suite("Marks of a block")
struct MarkKernelTests {
  static let available = MarkKernel.allCases.filter(\.isAvailable)

  /// `text` padded with blanks to whole blocks, and its marks in one word string a kind.
  private func marks(_ text: String, kernel: MarkKernel) -> [BlockMarks] {
    var bytes = Array(text.utf8)
    while bytes.isEmpty || bytes.count % 64 != 0 { bytes.append(0x20) }
    var state = MarkState()
    var marks = [BlockMarks](repeating: BlockMarks(), count: bytes.count / 64)
    var span = marks.mutableSpan
    kernel.mark(bytes.span, from: 0, blocks: bytes.count / 64, state: &state, into: &span)
    return marks
  }

  private func drawn(_ word: UInt64, _ count: Int) -> String {
    String((0..<count).map { word >> UInt64($0) & 1 == 1 ? "1" : "." })
  }

  @Test("strings, quotes and brackets are marked", arguments: available)
  func drawnExample(kernel: MarkKernel) {
    let text = #"{"a":"x\"{"},["# + "\n"
    let marks = marks(text, kernel: kernel)[0]
    #expect(drawn(marks.open, 15) == "1............1.")
    #expect(drawn(marks.close, 15) == "...........1...")
    #expect(drawn(marks.quote, 15) == ".1.1.1....1....")
    #expect(drawn(marks.string, 15) == ".11..11111.....")
    #expect(drawn(marks.newline, 15) == "..............1")
  }

  @Test("a string may go on from one call to the next", arguments: available)
  func stateIsCarried(kernel: MarkKernel) {
    let bytes = Array((String(repeating: " ", count: 60) + #""ab\"}"#).utf8)
    let padded = bytes + [UInt8](repeating: 0x20, count: 128 - bytes.count)
    var state = MarkState()
    var marks = [BlockMarks](repeating: BlockMarks(), count: 1)
    var span = marks.mutableSpan
    kernel.mark(padded.span, from: 0, blocks: 1, state: &state, into: &span)
    #expect(state.isInString)
    kernel.mark(padded.span, from: 64, blocks: 1, state: &state, into: &span)
    #expect(state.isInString)
    #expect(marks[0].quote == 0)
    #expect(marks[0].close == 0)
  }

  @Test("the plain and the portable kernel run everywhere, the fastest one here")
  func availability() {
    #expect(MarkKernel.plain.isAvailable)
    #expect(MarkKernel.portable.isAvailable)
    #expect(MarkKernel.fastest.isAvailable)
    #expect(!(MarkKernel.neon.isAvailable && MarkKernel.sse2.isAvailable))
  }

  @Test("blocks beyond the bytes or the marks are a mistake of the caller")
  func bounds() async {
    await #expect(processExitsWith: .failure) { Self.mark(blocks: 2, bytes: 127, room: 2) }
    await #expect(processExitsWith: .failure) { Self.mark(blocks: 2, bytes: 128, room: 1) }
    await #expect(processExitsWith: .failure) { Self.mark(blocks: -1, bytes: 128, room: 1) }
    await #expect(processExitsWith: .failure) { Self.mark(from: 129, blocks: 0, bytes: 128) }
    await #expect(processExitsWith: .success) { Self.mark(blocks: 2, bytes: 128, room: 2) }
  }

  @Test("a kernel that this processor lacks is a mistake of the caller")
  func missingKernel() async {
    await #expect(processExitsWith: .failure) {
      let missing: MarkKernel = MarkKernel.neon.isAvailable ? .sse2 : .neon
      Self.mark(blocks: 1, bytes: 64, kernel: missing)
    }
  }

  private static func mark(
    from start: Int = 0, blocks: Int, bytes count: Int, room: Int = 1,
    kernel: MarkKernel = .fastest
  ) {
    let bytes = [UInt8](repeating: 0x20, count: count)
    var marks = [BlockMarks](repeating: BlockMarks(), count: room)
    var state = MarkState()
    var span = marks.mutableSpan
    kernel.mark(bytes.span, from: start, blocks: blocks, state: &state, into: &span)
  }
}
