/// A set of Unicode scalars as ranges, for one place of a regular expression.
struct ScalarSet: Hashable, Sendable {
  private var ranges: [ClosedRange<UInt32>]
  private var isInverted = false

  init(_ ranges: [ClosedRange<UInt32>]) {
    self.ranges = ranges
  }

  static let digit = ScalarSet([0x30...0x39])
  static let word = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
  static let blank = ScalarSet([0x09...0x0D, 0x20...0x20])
  static let lineBreak = ScalarSet([0x0A...0x0A])
  static let all = ScalarSet([0...0x10FFFF])

  var inverted: ScalarSet {
    var set = self
    set.isInverted.toggle()
    return set
  }

  /// The only member; nil where there are more.
  var single: UInt32? {
    guard !isInverted, ranges.count == 1, ranges[0].count == 1 else { return nil }
    return ranges[0].lowerBound
  }

  /// The only member in lower case, both cases of a letter counting as one; nil beyond ASCII.
  var singleLetter: UInt8? {
    guard !isInverted, ranges.count <= 2, let first = ranges.first else { return nil }
    let folded = ranges.map { range in
      range.count == 1 && range.lowerBound < 0x80
        ? LetterCase.fold(UInt8(range.lowerBound), 0x20) : nil
    }
    guard let letter = folded[0], first.count == 1, folded.allSatisfy({ $0 == letter }) else {
      return nil
    }
    return letter
  }

  func contains(_ scalar: UInt32) -> Bool {
    ranges.contains { $0.contains(scalar) } != isInverted
  }

  mutating func insert(_ range: ClosedRange<UInt32>) {
    ranges.append(range)
  }

  /// Adds all of `other`; an inverted one is written out as the gaps between its ranges.
  mutating func insert(_ other: ScalarSet) {
    ranges += other.isInverted ? other.gaps : other.ranges
  }

  /// The set with both cases of each ASCII letter, and of single-scalar pairs beyond it.
  var ignoringCase: ScalarSet {
    var set = self
    for range in ranges {
      set.insertShifted(range, 0x41...0x5A) { $0 + 0x20 }
      set.insertShifted(range, 0x61...0x7A) { $0 - 0x20 }
      if range.count == 1, range.lowerBound >= 0x80, let scalar = Unicode.Scalar(range.lowerBound) {
        for other in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping] {
          if other.unicodeScalars.count == 1, let single = other.unicodeScalars.first {
            set.ranges.append(single.value...single.value)
          }
        }
      }
    }
    return set
  }

  private mutating func insertShifted(
    _ range: ClosedRange<UInt32>, _ letters: ClosedRange<UInt32>, _ shift: (UInt32) -> UInt32
  ) {
    guard range.overlaps(letters) else { return }
    let common = range.clamped(to: letters)
    ranges.append(shift(common.lowerBound)...shift(common.upperBound))
  }

  private var gaps: [ClosedRange<UInt32>] {
    var gaps: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound > next { gaps.append(next...range.lowerBound - 1) }
      next = max(next, range.upperBound + 1)
    }
    if next <= 0x10FFFF { gaps.append(next...0x10FFFF) }
    return gaps
  }
}
