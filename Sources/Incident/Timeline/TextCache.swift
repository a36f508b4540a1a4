/// The texts of numbers that recur: made once, then handed out again.
///
/// A few thousand are kept, each in a place of its own by number; what falls into the same place
/// takes it over. One thread.
final class TextCache {
  private static let size = 1 << 12

  private let strings: StringTable
  private var numbers = [StringID](repeating: .none, count: size)
  private var texts = [String](repeating: "", count: size)

  /// A cache over `strings`.
  init(_ strings: StringTable) {
    self.strings = strings
  }

  /// The text with this number.
  subscript(id: StringID) -> String {
    let place = Int(id.number) & (Self.size - 1)
    if numbers[place] != id {
      numbers[place] = id
      texts[place] = strings.text(id)
    }
    return texts[place]
  }
}
