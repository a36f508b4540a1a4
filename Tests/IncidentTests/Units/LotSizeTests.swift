import Incident
import Testing

@Suite("Lots between threads") struct LotSizeTests {
  @Test func theyBeginSmallAndGrowWithWhatWasSent() {
    var size = LotSize(first: 4, most: 10)
    var sizes: [Int] = []
    for _ in 0..<20 {
      sizes.append(size.next)
      size.send()
    }
    #expect(sizes == [4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 5, 5, 6, 7, 7, 8, 9, 10, 10, 10])
  }

  /// What the last lot brings is little of all.
  @Test func theLastOneIsAnEighthAtMost() {
    var size = LotSize(first: 1, most: 256)
    var sent = 0
    for _ in 0..<200 {
      if sent >= 8 { #expect(size.next * 8 <= sent) }
      sent += size.next
      size.send()
    }
    #expect(size.next == 256)
  }
}
