import Evidence
import Testing

@Suite struct LineSplitterTests {
  @Test func linesEndWithAFeedOrTheFile() {
    #expect(lines(Array("a\r\n\nbc".utf8)) == ["1:a", "2:", "3:bc"])
    #expect(lines([]) == [])
    #expect(lines(Array("\n".utf8)) == ["1:"])
  }

  @Test func aLineOverTheLimitIsCutAndItsRestPassedOver() {
    #expect(lines(Array("abcdef\ngh\nijklm".utf8), limit: 3) == ["1…abc", "2:gh", "3…ijk"])
    #expect(lines(Array("abc\nd".utf8), limit: 3) == ["1:abc", "2:d"])
  }

  @Test(arguments: [[1], [2], [3], [7, 1], [64]]) func chunksDoNotMatter(chunks: [Int]) {
    let text = Array("one\r\ntwo two\n\n\u{E9}\u{1F600}\nlast line without an end".utf8)
    for limit in [3, 4, 8, 1_000] {
      #expect(lines(text, chunks: chunks, limit: limit) == lines(text, limit: limit))
    }
  }
}
