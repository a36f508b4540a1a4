import FleetModel
import Incident
import Testing

/// Elements that are moved into an order, against ones that are copied.
@Suite struct ArrangeTests {
  @Test(arguments: [0, 1, 2, 3, 8, 500]) func theyStandInThatOrder(count: Int) {
    var generator = SeededGenerator(seed: 5)
    let elements = (0..<count).map { "element \($0)" }
    for _ in 0..<20 {
      let keys = elements.map { _ in generator.below(max(count / 2, 1)) }
      let order = elements.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
      var arranged = elements
      arranged.arrange(order)
      #expect(arranged == order.map { elements[$0] })
    }
  }

  @Test("an order of other elements is a mistake of the caller")
  func tooFewPlaces() async {
    await #expect(processExitsWith: .failure) {
      var elements = [1, 2, 3]
      elements.arrange([1, 0])
    }
  }
}
