/// A text in which `*` stands for any number of characters and `?` for one, as in IAM.
struct Wildcard {
  private let pattern: [Character]

  /// The pattern as written.
  init(_ pattern: String) { self.pattern = Array(pattern) }

  /// True where all of `text` fits.
  func matches(_ text: String) -> Bool {
    let text = Array(text)
    var place = 0
    var position = 0
    var star: (place: Int, position: Int)?
    while position < text.count {
      if place < pattern.count, pattern[place] == "*" {
        star = (place, position)
        place += 1
      } else if place < pattern.count, pattern[place] == "?" || pattern[place] == text[position] {
        place += 1
        position += 1
      } else if let last = star {
        star = (last.place, last.position + 1)
        place = last.place + 1
        position = last.position + 1
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == "*" }
  }
}
