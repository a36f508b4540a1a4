import Foundation

/// The closing line, read back:
/// `files: 5 read, 1 digest skipped, 0 damaged; records: 9 read = 4 matched + 5 not selected`.
struct Reconciliation: Equatable {
  var files: Int
  var damaged: Int
  /// The words about files that were passed over, without `skipped`.
  var skipped: String
  /// Records read.
  var read: Int
  var matched = 0
  var notSelected = 0
  var duplicates = 0
  /// Records that are damaged inside.
  var malformed = 0

  /// The sum of what became of the records.
  var parts: Int { matched + notSelected + duplicates + malformed }

  init?(_ line: String) {
    let pattern =
      /files: ([0-9,]+) read(?:, (.+) skipped)?, ([0-9,]+) damaged; records: ([0-9,]+) read(?: = ([^;]+))?(?:;.*)?/
    guard let match = line.wholeMatch(of: pattern), let files = Self.number(match.1),
      let damaged = Self.number(match.3), let read = Self.number(match.4)
    else { return nil }
    self.files = files
    self.damaged = damaged
    self.read = read
    skipped = match.2.map(String.init) ?? ""
    for part in match.5?.components(separatedBy: " + ") ?? [] {
      let words = part.split(separator: " ", maxSplits: 1)
      guard words.count == 2, let count = Self.number(words[0]) else { return nil }
      switch words[1] {
      case "matched": matched = count
      case "not selected": notSelected = count
      case "duplicate", "duplicates": duplicates = count
      case "damaged": malformed = count
      default: return nil
      }
    }
  }

  private static func number(_ text: Substring) -> Int? {
    Int(text.filter { $0 != "," })
  }
}
