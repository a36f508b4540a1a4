/// The bytes of a file as they are stored, a buffer at a time; base64 is decoded on the way.
///
///     file      ──────────────┬────────────┬───────────
///     buffer                  [used│unread ]
///                                  │       └ position
///                                  └ offset
struct StoredBytes: ~Copyable {
  static let readSize = 1 << 17

  private var descriptor: Descriptor
  private var base64: Base64Decoder?
  private var damage: LogReadError?
  /// The bytes at hand.
  private(set) var buffer: [UInt8] = []
  /// Where the unread ones begin in `buffer`.
  private(set) var start = 0
  /// How many bytes of the file have been read.
  private(set) var position = 0

  init(_ descriptor: consuming Descriptor) {
    self.descriptor = descriptor
  }

  /// Begins with another file, in the same memory.
  mutating func restart(_ descriptor: consuming Descriptor) {
    self.descriptor = descriptor
    base64 = nil
    damage = nil
    buffer.removeAll(keepingCapacity: true)
    start = 0
    position = 0
  }

  /// How many bytes of the buffer are unread.
  var unread: Int { buffer.count - start }

  /// Where in the file the first unread byte stands; in base64, where the buffer ends.
  var offset: Int { base64 == nil ? position - unread : position }

  /// True where `rewind` can be called.
  var canRewind: Bool { base64 == nil && descriptor.isSeekable }

  /// Marks the next `count` unread bytes as used.
  mutating func consume(_ count: Int) {
    precondition(count <= unread, "more bytes used than there are")
    start += count
  }

  /// Reads more bytes behind the unread ones; false at the end of the file.
  mutating func refill() throws(LogReadError) -> Bool {
    if start > 0 {
      buffer.removeSubrange(..<start)
      start = 0
    }
    if let damage { throw damage }
    let from = position
    if base64 == nil {
      let got = try descriptor.read(upTo: Self.readSize, appendingTo: &buffer, at: from)
      position += got
      return got > 0
    }
    var text: [UInt8] = []
    let got = try descriptor.read(upTo: Self.readSize, appendingTo: &text, at: from)
    position += got
    decode(text, at: from)
    return got > 0
  }

  /// Takes the bytes read so far, and all that follow, as base64.
  mutating func decodeBase64() {
    let text = buffer
    buffer.removeAll(keepingCapacity: true)
    base64 = Base64Decoder()
    decode(text, at: 0)
  }

  /// Decodes `text`; what is wrong in it is thrown once the bytes before it are used.
  private mutating func decode(_ text: [UInt8], at offset: Int) {
    do throws(LogReadError) {
      try base64?.decode(text.span, appendingTo: &buffer, at: offset)
    } catch {
      damage = error
    }
  }

  /// Goes back to the byte at `offset` of the file.
  mutating func rewind(to offset: Int) throws(LogReadError) {
    try descriptor.seekBack(by: position - offset, at: position)
    buffer.removeAll(keepingCapacity: true)
    start = 0
    position = offset
  }

  /// Appends the unread bytes, or else some from the file, to `bytes`; false at the end.
  mutating func take(upTo limit: Int, appendingTo bytes: inout [UInt8]) throws(LogReadError) -> Bool
  {
    if unread > 0 {
      let count = min(unread, limit)
      bytes.append(contentsOf: buffer[start..<start + count])
      start += count
      return true
    }
    let got = try descriptor.read(upTo: limit, appendingTo: &bytes, at: position)
    position += got
    return got > 0
  }
}
