/// What one call of an inflate engine achieved.
struct InflateStep {
  /// How a call ended.
  enum Outcome: Equatable {
    /// The room is full, or more input is needed.
    case unfinished
    /// A gzip member ended, its checksum and length verified.
    case memberEnded
    /// The input is not a gzip member, with the engine's own words.
    case damaged(String)
  }

  /// Compressed bytes taken from the input.
  var consumed: Int
  /// How the call ended.
  var outcome: Outcome
}
