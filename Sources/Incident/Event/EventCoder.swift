internal import CloudTrail

/// Writes events into bytes and reads them back: the form they have in a spool file.
///
/// Little-endian numbers; texts and lists behind their length. Only this process reads it.
package enum EventCoder {
  /// Appends the bytes of `event`.
  package static func encode(_ event: Event, to bytes: inout [UInt8]) {
    append(UInt64(bitPattern: event.time.seconds), to: &bytes)
    encode(event.id, to: &bytes)
    let flags: [Bool] = [
      event.isIssuing, event.startedNothing, event.isData, event.isReadOnly, event.sharedID != nil,
      event.isSelected,
    ]
    bytes.append(flags.enumerated().reduce(0) { $0 | ($1.element ? 1 << UInt8($1.offset) : 0) })
    if let shared = event.sharedID { encode(shared, to: &bytes) }
    for id in [
      event.source, event.name, event.region, event.account, event.errorCode, event.address,
      event.agent, event.encryption,
    ] {
      append(id.number, to: &bytes)
    }
    append(UInt32(event.principal), to: &bytes)
    append(UInt32(bitPattern: event.file), to: &bytes)
    append(UInt32(bitPattern: event.index), to: &bytes)
    append(UInt64(bitPattern: event.bytesOut), to: &bytes)
    append(Array(event.resource.utf8), to: &bytes)
    append(Array(event.contextArn.utf8), to: &bytes)
    append(UInt32(event.mentions.count), to: &bytes)
    for mention in event.mentions {
      bytes.append(mention.kind.rawValue)
      append(mention.name.number, to: &bytes)
    }
    append(event.raw, to: &bytes)
  }

  /// The event at `position`, which moves behind it; nil where the bytes end within it.
  package static func decode(_ bytes: Span<UInt8>, at position: inout Int) -> Event? {
    var reader = Reader(position: position)
    guard let seconds = reader.word64(bytes), let id = eventID(bytes, &reader),
      let flags = reader.byte(bytes)
    else { return nil }
    var event = Event(time: EventTime(seconds: Int64(bitPattern: seconds)), id: id)
    event.isIssuing = flags & 1 != 0
    event.startedNothing = flags & 2 != 0
    event.isData = flags & 4 != 0
    event.isReadOnly = flags & 8 != 0
    event.isSelected = flags & 32 != 0
    if flags & 16 != 0 {
      guard let shared = eventID(bytes, &reader) else { return nil }
      event.sharedID = shared
    }
    guard decodeNumbers(bytes, &reader, into: &event), decodeTexts(bytes, &reader, into: &event)
    else { return nil }
    position = reader.position
    return event
  }

  private static func decodeNumbers(
    _ bytes: Span<UInt8>, _ reader: inout Reader, into event: inout Event
  ) -> Bool {
    guard let source = reader.word32(bytes), let name = reader.word32(bytes),
      let region = reader.word32(bytes), let account = reader.word32(bytes),
      let error = reader.word32(bytes), let address = reader.word32(bytes),
      let agent = reader.word32(bytes), let encryption = reader.word32(bytes),
      let principal = reader.word32(bytes),
      let file = reader.word32(bytes), let index = reader.word32(bytes),
      let bytesOut = reader.word64(bytes)
    else { return false }
    event.source = StringID(source)
    event.name = StringID(name)
    event.region = StringID(region)
    event.account = StringID(account)
    event.errorCode = StringID(error)
    event.address = StringID(address)
    event.agent = StringID(agent)
    event.encryption = StringID(encryption)
    event.principal = Int(principal)
    event.file = Int32(bitPattern: file)
    event.index = Int32(bitPattern: index)
    event.bytesOut = Int64(bitPattern: bytesOut)
    return true
  }

  private static func decodeTexts(
    _ bytes: Span<UInt8>, _ reader: inout Reader, into event: inout Event
  ) -> Bool {
    guard let resource = reader.list(bytes), let context = reader.list(bytes),
      let count = reader.word32(bytes)
    else { return false }
    event.resource = String(decoding: resource, as: UTF8.self)
    event.contextArn = String(decoding: context, as: UTF8.self)
    for _ in 0..<count {
      guard let kind = reader.byte(bytes), let name = reader.word32(bytes) else { return false }
      guard let known = Mention.Kind(rawValue: kind) else {
        preconditionFailure("a spool file holds the unknown mention \(kind)")
      }
      event.mentions.append(Mention(known, StringID(name)))
    }
    guard let raw = reader.list(bytes) else { return false }
    event.raw = raw
    return true
  }

  private static func encode(_ id: EventID, to bytes: inout [UInt8]) {
    switch id {
    case .guid(let high, let low):
      bytes.append(0)
      append(high, to: &bytes)
      append(low, to: &bytes)
    case .text(let text):
      bytes.append(1)
      append(Array(text.utf8), to: &bytes)
    }
  }

  private static func eventID(_ bytes: Span<UInt8>, _ reader: inout Reader) -> EventID? {
    guard let form = reader.byte(bytes) else { return nil }
    if form == 1 { return reader.list(bytes).map { .text(String(decoding: $0, as: UTF8.self)) } }
    guard let high = reader.word64(bytes), let low = reader.word64(bytes) else { return nil }
    return .guid(high, low)
  }

  private static func append<Word: FixedWidthInteger>(_ word: Word, to bytes: inout [UInt8]) {
    for shift in stride(from: 0, to: Word.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: word >> Word(shift)))
    }
  }

  private static func append(_ list: [UInt8], to bytes: inout [UInt8]) {
    append(UInt32(list.count), to: &bytes)
    bytes.append(contentsOf: list)
  }

  /// Takes numbers from the front; nil where the bytes end.
  private struct Reader {
    var position: Int

    mutating func byte(_ bytes: Span<UInt8>) -> UInt8? {
      guard position < bytes.count else { return nil }
      position += 1
      return bytes[position - 1]
    }

    mutating func word32(_ bytes: Span<UInt8>) -> UInt32? {
      guard position + 4 <= bytes.count else { return nil }
      var word: UInt32 = 0
      for offset in 0..<4 { word |= UInt32(bytes[position + offset]) << UInt32(offset * 8) }
      position += 4
      return word
    }

    mutating func word64(_ bytes: Span<UInt8>) -> UInt64? {
      guard let low = word32(bytes), let high = word32(bytes) else { return nil }
      return UInt64(high) << 32 | UInt64(low)
    }

    mutating func list(_ bytes: Span<UInt8>) -> [UInt8]? {
      guard let count = word32(bytes), position + Int(count) <= bytes.count else { return nil }
      defer { position += Int(count) }
      return JSONText.copy(bytes, position..<position + Int(count))
    }
  }
}
