/// Places of a few candidate keys, counted from the start of their unit.
struct KeyCandidates {
  private var places: InlineArray<6, Int32> = .init(repeating: 0)
  private(set) var count = 0
  /// True where more candidates stood there than fit: the record must be mapped.
  private(set) var isOverfull = false

  subscript(index: Int) -> Int { Int(places[index]) }

  mutating func append(_ place: Int) {
    guard count < places.count else {
      isOverfull = true
      return
    }
    places[count] = Int32(place)
    count += 1
  }
}
