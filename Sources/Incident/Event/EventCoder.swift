internal import ByteScan
internal import CloudTrail

/// Writes events into bytes and reads them back: the form in which they wait to be told.
///
/// Little-endian numbers at fixed places, so that a question can be answered without reading the
/// whole; texts and lists follow behind their length. Only this process reads it.
///
///     size flags · time id place numbers mention-count bytes-out request │ mentions │ texts, raw, answers
///     0    4       8    16 32    40      76            80        88        96
package enum EventCoder {
  /// Where the parts stand.
  enum Place {
    static let size = 0
    static let flags = 4
    static let time = 8
    static let id = 16
    static let place = 32
    static let numbers = 40
    static let principal = 72
    static let mentionCount = 76
    static let bytesOut = 80
    static let request = 88
    static let mentions = 96
    /// Bytes of a mention: its kind and the number of its name.
    static let mentionSize = 8
  }

  /// What is true or false of an event, bit by bit.
  struct Flags: OptionSet {
    var rawValue: UInt32
    static let isIssuing = Flags(rawValue: 1)
    static let startedNothing = Flags(rawValue: 2)
    static let isData = Flags(rawValue: 4)
    static let isReadOnly = Flags(rawValue: 8)
    static let isShared = Flags(rawValue: 16)
    static let isSelected = Flags(rawValue: 32)
    static let isWatched = Flags(rawValue: 64)
    static let hasTextID = Flags(rawValue: 128)
    static let hasTextSharedID = Flags(rawValue: 256)
    static let hasContext = Flags(rawValue: 512)
    static let hasAnswers = Flags(rawValue: 1024)
    static let isBare = Flags(rawValue: 2048)
    static let isWatchedOfRunners = Flags(rawValue: 4096)
  }

  /// Appends the bytes of `event`.
  package static func encode(_ event: Event, to bytes: inout [UInt8]) {
    let start = bytes.count
    var flags = flags(of: event)
    var texts: (String?, String?) = (nil, nil)
    var id: (UInt64, UInt64) = (0, 0)
    switch event.id {
    case .guid(let high, let low): id = (high, low)
    case .text(let text):
      texts.0 = text
      flags.insert(.hasTextID)
    }
    if case .text(let text) = event.sharedID {
      texts.1 = text
      flags.insert(.hasTextSharedID)
    }
    append(UInt32(0), to: &bytes)
    append(flags.rawValue, to: &bytes)
    append(UInt64(bitPattern: event.time.seconds), to: &bytes)
    append(id.0, to: &bytes)
    append(id.1, to: &bytes)
    append(UInt32(bitPattern: event.file), to: &bytes)
    append(UInt32(bitPattern: event.index), to: &bytes)
    encodeNumbers(event, to: &bytes)
    if let text = texts.0 { append(text, to: &bytes) }
    if let text = texts.1 { append(text, to: &bytes) }
    if case .guid(let high, let low) = event.sharedID {
      append(high, to: &bytes)
      append(low, to: &bytes)
    }
    append(event.resource, to: &bytes)
    append(event.contextArn, to: &bytes)
    append(UInt32(event.raw.count), to: &bytes)
    bytes.append(contentsOf: event.raw)
    if !event.answers.isEmpty {
      append(UInt32(event.answers.count), to: &bytes)
      for answer in event.answers { append(UInt32(bitPattern: answer), to: &bytes) }
    }
    set(UInt32(bytes.count - start), at: start, in: &bytes)
  }

  private static func flags(of event: Event) -> Flags {
    var flags: Flags = []
    if event.isIssuing { flags.insert(.isIssuing) }
    if event.startedNothing { flags.insert(.startedNothing) }
    if event.isData { flags.insert(.isData) }
    if event.isReadOnly { flags.insert(.isReadOnly) }
    if event.sharedID != nil { flags.insert(.isShared) }
    if event.isSelected { flags.insert(.isSelected) }
    if event.watch != .nobody { flags.insert(.isWatched) }
    if event.isBare { flags.insert(.isBare) }
    if event.watch == .ofRunners { flags.insert(.isWatchedOfRunners) }
    if !event.contextArn.isEmpty { flags.insert(.hasContext) }
    if !event.answers.isEmpty { flags.insert(.hasAnswers) }
    return flags
  }

  private static func encodeNumbers(_ event: Event, to bytes: inout [UInt8]) {
    append(event.source.number, to: &bytes)
    append(event.name.number, to: &bytes)
    append(event.region.number, to: &bytes)
    append(event.account.number, to: &bytes)
    append(event.errorCode.number, to: &bytes)
    append(event.address.number, to: &bytes)
    append(event.agent.number, to: &bytes)
    append(event.encryption.number, to: &bytes)
    append(UInt32(event.principal), to: &bytes)
    append(UInt32(event.mentions.count), to: &bytes)
    append(UInt64(bitPattern: event.bytesOut), to: &bytes)
    append(event.request, to: &bytes)
    for mention in event.mentions {
      append(UInt32(mention.kind.rawValue), to: &bytes)
      append(mention.name.number, to: &bytes)
    }
  }

  /// The event at `position`, which moves behind it; nil where the bytes end within it.
  package static func decode(_ bytes: Span<UInt8>, at position: inout Int) -> Event? {
    guard let size = size(bytes, at: position) else { return nil }
    let event = EncodedEvent.read(bytes, at: position)
    position += size
    return event
  }

  /// How many bytes the event at `position` has; nil where they are not all there.
  static func size(_ bytes: Span<UInt8>, at position: Int) -> Int? {
    guard position + 4 <= bytes.count else { return nil }
    let size = Int(bytes.word32(at: position))
    return position + size <= bytes.count ? size : nil
  }

  private static func append(_ word: UInt32, to bytes: inout [UInt8]) {
    bytes.append(addingCapacity: 4) { free in
      for shift in 0..<4 { free.append(UInt8(truncatingIfNeeded: word >> UInt32(shift * 8))) }
    }
  }

  private static func append(_ word: UInt64, to bytes: inout [UInt8]) {
    bytes.append(addingCapacity: 8) { free in
      for shift in 0..<8 { free.append(UInt8(truncatingIfNeeded: word >> UInt64(shift * 8))) }
    }
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    append(UInt32(text.utf8.count), to: &bytes)
    bytes.append(contentsOf: text.utf8)
  }

  private static func set(_ word: UInt32, at place: Int, in bytes: inout [UInt8]) {
    for shift in 0..<4 {
      bytes[place + shift] = UInt8(truncatingIfNeeded: word >> UInt32(shift * 8))
    }
  }
}
