/// Random numbers that a seed decides: the same seed gives the same fleet, on every machine.
///
/// The algorithm is xoshiro256** of Blackman and Vigna, its state filled by SplitMix64. It is
/// written out here because the standard library promises neither its generator nor how it draws
/// a number from a range.
package struct SeededGenerator: Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// The generator of `seed`.
  package init(seed: UInt64) {
    var mix = seed
    state = (Self.split(&mix), Self.split(&mix), Self.split(&mix), Self.split(&mix))
  }

  private static func split(_ mix: inout UInt64) -> UInt64 {
    mix &+= 0x9E37_79B9_7F4A_7C15
    var value = mix
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  /// The next 64 bits.
  package mutating func next() -> UInt64 {
    let product = state.1 &* 5
    let result = ((product << 7) | (product >> 57)) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = (state.3 << 45) | (state.3 >> 19)
    return result
  }

  /// A number from 0 up to, not including, `limit`.
  package mutating func below(_ limit: Int) -> Int {
    precondition(limit > 0, "nothing is below zero")
    return Int(next().multipliedFullWidth(by: UInt64(limit)).high)
  }

  /// A number of the range.
  package mutating func number(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.count)
  }

  /// True in `perMille` of a thousand cases.
  package mutating func chance(perMille: Int) -> Bool {
    below(1000) < perMille
  }

  /// One of `choices`, which must not be empty.
  package mutating func pick<T>(_ choices: [T]) -> T {
    choices[below(choices.count)]
  }

  /// An index, where index `i` comes up `weights[i]` times in the sum of all weights.
  package mutating func index(weights: [Int]) -> Int {
    var left = below(weights.reduce(0, +))
    for (index, weight) in weights.enumerated() {
      if left < weight { return index }
      left -= weight
    }
    preconditionFailure("a number below the sum falls into one of the weights")
  }
}
