/// The content of a gzip file: its members one after another, and zero padding at the end.
///
/// A fast engine is believed as long as all is well. When it finds damage, or the file ends inside
/// a member, zlib inflates that member once more from its first byte; what had been handed out is
/// skipped, and everything after it is zlib's. So damage leaves the same bytes and has the same
/// name whatever the engine, and no memory is kept for it.
///
///     fast    |header|··········handed out··········|✗
///     zlib    |header|··········skipped·············|··handed out··|✗ the error that is told
///
/// One kind of damage escapes: ISA-L takes a table of distance codes that has gaps, which zlib
/// refuses. Then zlib stops before the end of what was handed out, which `surplus` tells.
struct GzipMembers: ~Copyable {
  private let engine: InflateEngine
  private var inflater: Inflater
  private var isInside = false
  private var ended = 0
  /// Where the member begins in the file, and how many of its bytes have been handed out.
  private var memberStart = 0
  private var memberBytes = 0
  /// Bytes of the member that zlib has yet to pass over.
  private var skipped = 0
  /// Bytes handed out, at the end, that zlib does not vouch for.
  private(set) var surplus = 0

  init(engine: InflateEngine) {
    self.engine = engine
    inflater = Inflater(engine)
  }

  /// Begins with another file; a `substitute` takes the place of the engine for this file.
  mutating func restart(with substitute: InflateEngine? = nil) {
    let wanted = substitute ?? engine
    if inflater.engine != wanted { inflater = Inflater(wanted) }
    isInside = false
    ended = 0
    memberStart = 0
    memberBytes = 0
    skipped = 0
    surplus = 0
  }

  /// Appends the next plain bytes, at most `limit`, possibly none; false at the end.
  ///
  /// Throws damage; the bytes before it have then been appended.
  mutating func inflate(
    _ stored: inout StoredBytes, upTo limit: Int, appendingTo bytes: inout [UInt8]
  ) throws(LogReadError) -> Bool {
    if !isInside, try !startMember(&stored) { return false }
    let before = bytes.count
    let step = inflater.inflate(
      stored.buffer.span.extracting(stored.start...), upTo: limit, appendingTo: &bytes)
    if case .damaged(let reason) = step.outcome {
      if !inflater.isReference {
        bytes.removeSubrange(before...)
        try startAgain(&stored)
        return true
      }
      skip(&bytes, from: before)
      surplus = skipped
      throw LogReadError(.corrupt(reason), at: stored.offset + step.consumed)
    }
    let isStuck = step.consumed == 0 && bytes.count == before
    stored.consume(step.consumed)
    skip(&bytes, from: before)
    if step.outcome == .memberEnded {
      isInside = false
      ended += 1
    } else if isStuck {
      try getMore(&stored)
    }
    return true
  }

  /// Drops of the bytes from `start` on what had been handed out before zlib took over.
  private mutating func skip(_ bytes: inout [UInt8], from start: Int) {
    let count = min(skipped, bytes.count - start)
    if count > 0 { bytes.removeSubrange(start..<start + count) }
    skipped -= count
    memberBytes += bytes.count - start
  }

  /// Reads on inside a member, where the engine can do nothing with what there is.
  private mutating func getMore(_ stored: inout StoredBytes) throws(LogReadError) {
    let unread = stored.unread
    if unread == 0, try stored.refill() { return }
    if !inflater.isReference { return try startAgain(&stored) }
    precondition(unread == 0, "zlib stands still before bytes that it has not used")
    throw LogReadError(.truncated, at: stored.position)
  }

  /// Gives the member to zlib from its first byte.
  private mutating func startAgain(_ stored: inout StoredBytes) throws(LogReadError) {
    inflater = Inflater(.zlib)
    try stored.rewind(to: memberStart)
    skipped = memberBytes
    memberBytes = 0
  }

  /// Begins the next member; false where only zero padding is left.
  private mutating func startMember(_ stored: inout StoredBytes) throws(LogReadError) -> Bool {
    if ended > 0, try !findMember(&stored) { return false }
    memberStart = stored.offset
    memberBytes = 0
    skipped = 0
    inflater.reset()
    isInside = true
    if !inflater.isReference { try passHeader(&stored) }
    return true
  }

  /// Passes over padding behind a member; false at the end of the file.
  private func findMember(_ stored: inout StoredBytes) throws(LogReadError) -> Bool {
    while true {
      while stored.unread > 0, stored.buffer[stored.start] == 0 { stored.consume(1) }
      if stored.unread >= 2 { break }
      if try !stored.refill() { break }
    }
    if stored.unread == 0 { return false }
    // A single 1F at the end is what is left of a member that was cut off.
    let begins = stored.buffer[stored.start...].prefix(2)
    guard [0x1F, 0x8B].starts(with: begins) else {
      throw LogReadError(.trailingGarbage, at: stored.offset)
    }
    return true
  }

  /// Uses up the header before a fast engine; an unusual one is zlib's to judge.
  private mutating func passHeader(_ stored: inout StoredBytes) throws(LogReadError) {
    var header = GzipHeader(in: stored.buffer.span, at: stored.start)
    while header == .incomplete, stored.unread < StoredBytes.readSize, try stored.refill() {
      header = GzipHeader(in: stored.buffer.span, at: stored.start)
    }
    guard case .bytes(let count) = header else { return try startAgain(&stored) }
    stored.consume(count)
  }
}
