import Incident
import Testing

@Suite struct HalvesTests {
  @Test(arguments: [0, 1, 2, 4_095, 4_096, 4_097, 10_001])
  func everyPlaceOnceInOrder(_ count: Int) {
    #expect([Int](count: count) { places in places.map { 3 * $0 } } == (0..<count).map { 3 * $0 })
  }

  @Test func twoThreadsMakeOfMany() {
    let ranges = [Range<Int>](count: 8_192) { places in places.map { _ in places } }
    #expect(ranges.first == 0..<4_096)
    #expect(ranges.last == 4_096..<8_192)
  }
}
