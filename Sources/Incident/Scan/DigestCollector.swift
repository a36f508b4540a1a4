internal import CloudTrail

/// Keeps the bytes of a file that begins as a digest does, so that its list can be read when the
/// file has ended. Of any other file it keeps nothing.
struct DigestCollector {
  private enum State {
    case unread
    case keeping([UInt8])
    case passing
  }

  private static let beginnings = ["awsAccountId", "digestStartTime", "digestEndTime"].map {
    Array("\"\($0)\"".utf8)
  }

  private var state = State.unread
  private let limit: Int

  /// A collector that keeps `limit` bytes at most.
  init(limit: Int) { self.limit = limit }

  /// A collector for another file.
  var restarted: DigestCollector { DigestCollector(limit: limit) }

  /// Takes the bytes of the file that follow.
  mutating func take(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    switch state {
    case .passing: return
    case .unread:
      guard !range.isEmpty else { return }
      state = Self.isBeginning(bytes, range) ? .keeping(JSONText.copy(bytes, range)) : .passing
    case .keeping(var kept):
      // One owner at a time, so that appending copies nothing.
      state = .passing
      guard kept.count + range.count <= limit else { return }
      JSONText.append(bytes, range, to: &kept)
      state = .keeping(kept)
    }
  }

  private static func isBeginning(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var position = range.lowerBound
    func skipBlanks() {
      while position < range.upperBound, JSONText.isBlank(bytes[position]) { position += 1 }
    }
    skipBlanks()
    guard position < range.upperBound, bytes[position] == UInt8(ascii: "{") else { return false }
    position += 1
    skipBlanks()
    return beginnings.contains {
      position + $0.count <= range.upperBound
        && JSONText.equal(bytes, position..<position + $0.count, $0)
    }
  }

  /// The digest that the file was; nil for any other file.
  func finish() throws(RecordError) -> DigestFile? {
    guard case .keeping(let bytes) = state else { return nil }
    return try DigestFile(parsing: bytes.span)
  }
}
