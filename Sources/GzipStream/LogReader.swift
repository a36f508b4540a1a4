/// Opens a log file and hands out its plain bytes, chunk by chunk.
///
/// What the file is shows in its first bytes, never in its name: gzip (RFC 1952, several members
/// one after another, zero padding at the end), base64 of gzip (what CloudWatch Logs hands to a
/// subscription), or plain. Memory is one read buffer and the engine's window, whatever the size.
/// Owned and used by one thread at a time.
///
///     stored bytes ─► descriptor ─► [base64] ─► [gzip members] ─► chunk
package struct LogReader: ~Copyable {
  private var stored: StoredBytes
  private let limits: InflationLimits
  private var encoding: StoredEncoding?
  private var members: GzipMembers
  private var pending: LogReadError?
  private var isFinished = false

  /// Plain bytes handed out so far.
  package private(set) var plainBytes = 0

  /// Stored bytes taken from the file so far.
  package var storedBytes: Int { stored.position }

  /// Of the plain bytes, how many at the end come from beyond damage: a file read with ISA-L may
  /// have been found damaged, by zlib, before the last bytes handed out. Read with zlib, it ends
  /// there. Almost always 0.
  package var surplusBytes: Int { members.surplus }

  /// True once it shows that the file holds base64 of gzip.
  var isBase64: Bool { encoding == .base64Gzip }

  /// Opens the file at `path`, to be inflated with `engine`, which this build must have.
  package init(
    path: FilePath, limits: InflationLimits = .standard, engine: InflateEngine = .fastest
  ) throws(LogReadError) {
    self.init(try Descriptor(reading: path), limits: limits, engine: engine)
  }

  /// Reads standard input; a pipe, which cannot be read twice, is inflated with zlib.
  package init(
    standardInput: Void = (), limits: InflationLimits = .standard,
    engine: InflateEngine = .fastest
  ) {
    self.init(Descriptor(borrowing: 0), limits: limits, engine: engine)
  }

  /// Goes on with the file at `path`, in the memory and with the engine of the one before.
  ///
  /// Where the file cannot be opened, a read gives no bytes.
  package mutating func open(_ path: FilePath) throws(LogReadError) {
    isFinished = true
    pending = nil
    stored.restart(try Descriptor(reading: path))
    members.restart()
    encoding = nil
    plainBytes = 0
    isFinished = false
  }

  /// Reads what an open descriptor holds.
  init(
    _ descriptor: consuming Descriptor, limits: InflationLimits, engine: InflateEngine
  ) {
    precondition(engine.isAvailable, "this build has no engine \(engine)")
    stored = StoredBytes(descriptor)
    self.limits = limits
    members = GzipMembers(engine: engine)
  }

  /// Appends the next plain bytes, at most `limit`, and returns how many; 0 at the end.
  ///
  /// Damage is thrown after the bytes before it have been handed out. A further call then
  /// returns 0: nothing behind the damage can be trusted.
  package mutating func read(upTo limit: Int, appendingTo bytes: inout [UInt8])
    throws(LogReadError) -> Int
  {
    precondition(limit > 0, "a read of no bytes would look like the end")
    if let error = pending.take() { throw error }
    if isFinished { return 0 }
    let before = bytes.count
    do throws(LogReadError) {
      try fill(&bytes, upTo: limit)
    } catch {
      isFinished = true
      if bytes.count == before { throw error }
      pending = error
    }
    plainBytes += bytes.count - before
    return bytes.count - before
  }

  private mutating func fill(_ bytes: inout [UInt8], upTo limit: Int) throws(LogReadError) {
    let before = bytes.count
    if encoding == nil { try sniff() }
    while bytes.count == before && !isFinished {
      isFinished =
        encoding == .plain
        ? try !stored.take(upTo: limit, appendingTo: &bytes)
        : try !members.inflate(&stored, upTo: limit, appendingTo: &bytes)
    }
    try limits.check(
      plain: plainBytes + bytes.count - before, stored: stored.position,
      isCompressed: encoding != .plain)
  }

  /// Reads the first bytes and decides what they are.
  private mutating func sniff() throws(LogReadError) {
    while stored.unread < StoredEncoding.headSize, try stored.refill() {}
    let found = try StoredEncoding(of: stored.buffer)
    encoding = found
    if found == .base64Gzip { stored.decodeBase64() }
    if !stored.canRewind { members.restart(with: .zlib) }
  }
}
