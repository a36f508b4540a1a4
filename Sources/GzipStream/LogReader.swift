/// How large a file may become when it is inflated, so that a bomb stays a damaged file.
package struct InflationLimits: Equatable, Sendable {
  /// Inflated bytes a file.
  package var fileSize: Int
  /// Inflated bytes for each stored byte, judged once `ratioGrace` bytes have come out.
  package var ratio: Int
  /// Inflated bytes below which any ratio passes: small files of blanks compress well.
  package var ratioGrace: Int

  /// 64 GiB a file; 400 : 1 from 64 MiB on (CloudTrail's own logs measure 8 to 30 : 1).
  package static let standard = InflationLimits(
    fileSize: 64 << 30, ratio: 400, ratioGrace: 64 << 20)

  /// Limits of these sizes.
  package init(fileSize: Int, ratio: Int, ratioGrace: Int) {
    self.fileSize = fileSize
    self.ratio = ratio
    self.ratioGrace = ratioGrace
  }
}

/// Opens a log file and hands out its plain bytes, chunk by chunk.
///
/// What the file is shows in its first bytes, never in its name: gzip (RFC 1952, several members
/// one after another, zero padding at the end), base64 of gzip (what CloudWatch Logs hands to a
/// subscription), or plain. Memory is one read buffer and the engine's window, whatever the size.
/// Owned and used by one thread at a time.
///
///     stored bytes ─► descriptor ─► [base64] ─► [gzip members] ─► chunk
package struct LogReader: ~Copyable {
  /// How the bytes are stored.
  package enum Encoding: Equatable, Sendable {
    case plain
    case gzip
    case base64Gzip
  }

  private static let readSize = 1 << 17

  private let descriptor: Descriptor
  private let limits: InflationLimits
  private var encoding: Encoding?
  private let inflater = ZlibInflater()
  private var input: [UInt8] = []
  private var inputStart = 0
  private var base64 = Base64Decoder()
  private var pending: LogReadError?
  private var insideMember = false
  private var membersEnded = 0
  private var finished = false

  /// Stored bytes taken from the file so far.
  package private(set) var storedBytes = 0
  /// Plain bytes handed out so far.
  package private(set) var plainBytes = 0

  /// Opens the file at `path`.
  package init(path: FilePath, limits: InflationLimits = .standard) throws(LogReadError) {
    descriptor = try Descriptor(reading: path)
    self.limits = limits
  }

  /// Reads standard input.
  package init(standardInput: Void = (), limits: InflationLimits = .standard) {
    descriptor = Descriptor(borrowing: 0)
    self.limits = limits
  }

  /// Appends the next plain bytes, at most `limit`, and returns how many; 0 at the end.
  ///
  /// Damage is thrown after the bytes before it have been handed out. A further call then
  /// returns 0: nothing behind the damage can be trusted.
  package mutating func read(upTo limit: Int, appendingTo bytes: inout [UInt8])
    throws(LogReadError) -> Int
  {
    if let error = pending.take() {
      finished = true
      throw error
    }
    if finished { return 0 }
    let before = bytes.count
    do throws(LogReadError) {
      try fill(&bytes, upTo: limit)
    } catch {
      if bytes.count == before {
        finished = true
        throw error
      }
      pending = error
    }
    plainBytes += bytes.count - before
    return bytes.count - before
  }

  private mutating func fill(_ bytes: inout [UInt8], upTo limit: Int) throws(LogReadError) {
    let before = bytes.count
    if encoding == nil { try sniff() }
    while bytes.count == before && !finished {
      switch encoding {
      case .plain, nil: try copyPlain(to: &bytes, upTo: limit)
      case .gzip, .base64Gzip: try inflateSome(to: &bytes, upTo: limit)
      }
    }
    try checkSize(plainBytes + bytes.count - before)
  }

  /// Reads the first bytes and decides what they are.
  private mutating func sniff() throws(LogReadError) {
    while input.count < 6, try refill() {}
    encoding = try Self.encoding(of: input)
    if encoding == .base64Gzip {
      let raw = input
      input.removeAll(keepingCapacity: true)
      try base64.decode(raw.span, appendingTo: &input, at: 0)
    }
  }

  /// What `head`, the first bytes of a file, says about the rest.
  private static func encoding(of head: [UInt8]) throws(LogReadError) -> Encoding {
    if head.starts(with: [0x1F, 0x8B]) { return .gzip }
    // Base64 of 1F 8B 08 begins with "H4sI".
    if head.starts(with: Array("H4sI".utf8)) { return .base64Gzip }
    let others: [(magic: [UInt8], name: String)] = [
      ([0x28, 0xB5, 0x2F, 0xFD], "zstd"), ([0x42, 0x5A, 0x68], "bzip2"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz"), ([0x50, 0x4B, 0x03, 0x04], "zip"),
      (Array("PAR1".utf8), "Parquet"),
    ]
    for other in others where head.starts(with: other.magic) {
      throw LogReadError(.unsupportedCompression(other.name), at: 0)
    }
    return .plain
  }

  /// Reads more stored bytes behind those not yet used; false at the end of the file.
  private mutating func refill() throws(LogReadError) -> Bool {
    if inputStart > 0 {
      input.removeSubrange(..<inputStart)
      inputStart = 0
    }
    if encoding != .base64Gzip {
      let got = try descriptor.read(
        upTo: Self.readSize, appendingTo: &input, at: storedBytes)
      storedBytes += got
      return got > 0
    }
    var raw: [UInt8] = []
    let got = try descriptor.read(upTo: Self.readSize, appendingTo: &raw, at: storedBytes)
    try base64.decode(raw.span, appendingTo: &input, at: storedBytes)
    storedBytes += got
    return got > 0
  }

  private mutating func copyPlain(to bytes: inout [UInt8], upTo limit: Int) throws(LogReadError) {
    if inputStart < input.count {
      let end = min(input.count, inputStart + limit)
      bytes.append(contentsOf: input[inputStart..<end])
      inputStart = end
      return
    }
    let got = try descriptor.read(upTo: limit, appendingTo: &bytes, at: storedBytes)
    storedBytes += got
    if got == 0 { finished = true }
  }

  private mutating func inflateSome(to bytes: inout [UInt8], upTo limit: Int)
    throws(LogReadError)
  {
    if inputStart == input.count, try !refill() {
      finished = true
      if insideMember { throw LogReadError(.truncated, at: storedBytes) }
      return
    }
    if !insideMember, try !startMember() { return }
    let offset = storedBytes - (input.count - inputStart)
    let step = try inflater.inflate(
      input.span.extracting(inputStart..<input.count), upTo: limit, appendingTo: &bytes,
      at: offset)
    inputStart += step.consumed
    if step.memberEnded {
      insideMember = false
      membersEnded += 1
    }
  }

  /// Begins the next member; false where only zero padding is left.
  private mutating func startMember() throws(LogReadError) -> Bool {
    if membersEnded > 0 {
      while inputStart < input.count && input[inputStart] == 0 { inputStart += 1 }
      if inputStart == input.count { return false }
      guard input[inputStart] == 0x1F else {
        finished = true
        throw LogReadError(
          .trailingGarbage, at: storedBytes - (input.count - inputStart))
      }
    }
    inflater.reset()
    insideMember = true
    return true
  }

  private func checkSize(_ plain: Int) throws(LogReadError) {
    if plain > limits.fileSize {
      throw LogReadError(.tooLarge("over \(limits.fileSize) bytes inflated"), at: storedBytes)
    }
    if encoding != .plain, plain > limits.ratioGrace, plain / limits.ratio > storedBytes {
      throw LogReadError(
        .tooLarge("inflates more than \(limits.ratio) : 1"), at: storedBytes)
    }
  }
}
