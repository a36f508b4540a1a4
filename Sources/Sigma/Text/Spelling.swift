/// Finds what somebody probably meant.
package enum Spelling {
  /// The word nearest to `word`, in a form to append to a message: `; did you mean 'x'?`.
  ///
  /// Empty where none is near: at most two letters differ, and fewer than half of them.
  package static func hint(for word: some StringProtocol, among known: [String]) -> String {
    let letters = Array(word.lowercased())
    let limit = min(2, (letters.count - 1) / 2)
    let distances = known.map { distance(letters, Array($0.lowercased())) }
    guard let least = distances.min(), least <= limit, let index = distances.firstIndex(of: least)
    else { return "" }
    return "; did you mean '\(known[index])'?"
  }

  /// How many letters must be inserted, left out, changed, or swapped with their neighbour.
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        var least = min(last[column + 1] + 1, current[column] + 1)
        least = min(least, last[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          least = min(least, beforeLast[column - 1] + 1)
        }
        current.append(least)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
