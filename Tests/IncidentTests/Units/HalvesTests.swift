import Incident
import Testing

@Suite struct HalvesTests {
  @Test(arguments: [0, 1, 2, 9, 10, 11, 10_001])
  func everyPlaceOnceInOrder(_ count: Int) {
    let made = [Int](count: count, many: 10) { places in places.map { 3 * $0 } }
    #expect(made == (0..<count).map { 3 * $0 })
  }

  @Test func ofManyTwoHalvesAreMade() {
    func ranges(_ count: Int) -> Set<Range<Int>> {
      Set([Range<Int>](count: count, many: 8) { places in places.map { _ in places } })
    }
    #expect(ranges(7) == [0..<7])
    #expect(ranges(9) == [0..<4, 4..<9])
  }

  @Test("too few elements are a mistake of the caller", arguments: [4, 64])
  func tooFew(_ count: Int) async {
    await #expect(processExitsWith: .failure) { [count] in
      _ = [Int](count: count, many: 8) { places in places.dropLast().map { $0 } }
    }
  }
}
