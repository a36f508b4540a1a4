extension Array {
  /// Puts the elements into an order, which is that of their places in `order`, each once. They are
  /// moved, not copied.
  package mutating func arrange(_ order: consuming [Int]) {
    precondition(order.count == count, "a place for each element")
    var elements = mutableSpan
    for start in elements.indices {
      // The places that follow one another come back to the first one.
      var place = start
      while order[place] != start {
        let next = order[place]
        elements.swapAt(place, next)
        order[place] = place
        place = next
      }
      order[place] = place
    }
  }
}
