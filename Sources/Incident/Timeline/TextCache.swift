/// The texts of numbers that recur: made once, then handed out again.
///
/// A few thousand are kept, each in a place of its own by number; what falls into the same place
/// takes it over. One thread.
final class TextCache {
  private static let size = 1 << 12

  private let strings: StringTable
  private var known = [(number: StringID, text: String)](repeating: (.none, ""), count: size)

  /// A cache over `strings`.
  init(_ strings: StringTable) {
    self.strings = strings
  }

  /// The text with this number.
  subscript(id: StringID) -> String {
    let place = Int(id.number) & (Self.size - 1)
    let last = known[place]
    if last.number == id { return last.text }
    let text = strings.text(id)
    known[place] = (id, text)
    return text
  }
}
