/// The last answer at each of a few places: in front of a dictionary that would be asked for every
/// record or event, though most of them are like one of the last ones. A value, used by one thread.
struct RecentAnswers<Key: RecentKey, Answer> {
  /// A power of two.
  private static var size: Int { 1 << 9 }

  /// Empty until something is noted.
  private var places: [(key: Key, answer: Answer)?] = []

  /// What was noted for `key`; nil where another key took its place since.
  func answer(to key: Key) -> Answer? {
    guard !places.isEmpty, let last = places[Self.place(of: key)], last.key == key else {
      return nil
    }
    return last.answer
  }

  /// Notes an answer in place of the one before.
  mutating func note(_ answer: Answer, to key: Key) {
    if places.isEmpty { places = Array(repeating: nil, count: Self.size) }
    places[Self.place(of: key)] = (key, answer)
  }

  /// Forgets all answers.
  mutating func forget() { places = [] }

  private static func place(of key: Key) -> Int { Int(key.scatter) & (size - 1) }
}

extension RecentAnswers: Sendable where Key: Sendable, Answer: Sendable {}

/// A key of small numbers.
protocol RecentKey: Equatable {
  /// A number whose low bits tell keys apart that are asked for one after the other; found faster
  /// than a hash.
  var scatter: UInt32 { get }
}
