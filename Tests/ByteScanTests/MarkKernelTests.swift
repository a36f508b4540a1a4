import ByteScan
import Testing

@Suite("Marks of a block")
struct MarkKernelTests {
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

  @Test("strings, quotes and brackets are marked", arguments: MarkKernel.allCases)
  func drawnExample(kernel: MarkKernel) {
    let text = #"{"a":"x\"{"},["# + "\n"
    let marks = marks(text, kernel: kernel)[0]
    #expect(drawn(marks.open, 15) == "1............1.")
    #expect(drawn(marks.close, 15) == "...........1...")
    #expect(drawn(marks.quote, 15) == ".1.1.1....1....")
    #expect(drawn(marks.string, 15) == ".11..11111.....")
    #expect(drawn(marks.newline, 15) == "..............1")
    #expect(marks.key == 0)
  }

  @Test("the two keys are found, and little else", arguments: MarkKernel.allCases)
  func keys(kernel: MarkKernel) {
    let text = #"{"eventSource":"e","eventName":"eventNot","xventName":"eventTime"}"#
    let marks = marks(text, kernel: kernel)
    #expect(
      drawn(marks[0].key, 50) == ".1" + String(repeating: ".", count: 17) + "1"
        + String(repeating: ".", count: 11) + "1" + String(repeating: ".", count: 18))
  }
}
