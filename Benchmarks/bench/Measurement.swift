/// The best of several rounds of one piece of work, as bytes a second.
struct Measurement {
  /// What was measured.
  let name: String
  /// Bytes that one round works through.
  let bytes: Int
  /// The shortest round.
  let best: Duration

  /// Runs `work` until `rounds` rounds are over and keeps the shortest.
  init(_ name: String, bytes: Int, rounds: Int = 9, _ work: () -> Void) {
    let clock = ContinuousClock()
    self.name = name
    self.bytes = bytes
    best = (0..<rounds).map { _ in clock.measure(work) }.min() ?? .zero
  }

  /// Billions of bytes a second.
  var gigabytesPerSecond: Double {
    let (seconds, attoseconds) = best.components
    return Double(bytes) / (Double(seconds) * 1e9 + Double(attoseconds) / 1e9)
  }

  /// One line for a table: the name, and the speed with two decimals.
  var line: String {
    let hundredths = Int((gigabytesPerSecond * 100).rounded())
    let fraction = hundredths % 100
    let speed = "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) GB/s"
    let gap = String(repeating: " ", count: max(1, 44 - name.count - speed.count))
    return name + gap + speed
  }
}
