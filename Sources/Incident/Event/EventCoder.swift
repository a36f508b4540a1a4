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
    /// Bytes of a mention: its kind and the numbers of its name and account.
    static let mentionSize = 12
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
    static let isUpdate = Flags(rawValue: 8192)
    static let isThroughEndpoint = Flags(rawValue: 16_384)
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
    // A closure that names the event would be given a copy of it.
    let (time, file, index) = (event.time.seconds, event.file, event.index)
    bytes.append(addingCapacity: Place.numbers) { free in
      put(UInt32(0), to: &free)
      put(flags.rawValue, to: &free)
      put(UInt64(bitPattern: time), to: &free)
      put(id.0, to: &free)
      put(id.1, to: &free)
      put(UInt32(bitPattern: file), to: &free)
      put(UInt32(bitPattern: index), to: &free)
    }
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
    if event.isUpdate { flags.insert(.isUpdate) }
    if event.startedNothing { flags.insert(.startedNothing) }
    if event.isData { flags.insert(.isData) }
    if event.isReadOnly { flags.insert(.isReadOnly) }
    if event.sharedID != nil { flags.insert(.isShared) }
    if event.isSelected { flags.insert(.isSelected) }
    if event.watch != .nobody { flags.insert(.isWatched) }
    if event.isBare { flags.insert(.isBare) }
    if event.isThroughEndpoint { flags.insert(.isThroughEndpoint) }
    if event.watch == .ofRunners { flags.insert(.isWatchedOfRunners) }
    if !event.contextArn.isEmpty { flags.insert(.hasContext) }
    if !event.answers.isEmpty { flags.insert(.hasAnswers) }
    return flags
  }

  private static func encodeNumbers(_ event: Event, to bytes: inout [UInt8]) {
    let size = Place.mentions - Place.numbers + event.mentions.count * Place.mentionSize
    let numbers: InlineArray<10, UInt32> = [
      event.source.number, event.name.number, event.region.number, event.account.number,
      event.errorCode.number, event.address.number, event.agent.number, event.encryption.number,
      UInt32(event.principal), UInt32(event.mentions.count),
    ]
    let (bytesOut, request, mentions) = (event.bytesOut, event.request, event.mentions)
    bytes.append(addingCapacity: size) { free in
      for index in numbers.indices { put(numbers[index], to: &free) }
      put(UInt64(bitPattern: bytesOut), to: &free)
      put(request, to: &free)
      for mention in mentions {
        put(UInt32(mention.kind.rawValue), to: &free)
        put(mention.name.number, to: &free)
        put(mention.account.number, to: &free)
      }
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

  private static func append(_ word: some FixedWidthInteger, to bytes: inout [UInt8]) {
    bytes.append(addingCapacity: word.bitWidth / 8) { put(word, to: &$0) }
  }

  /// Writes a word, its low byte first, where there is room for it.
  private static func put(_ word: some FixedWidthInteger, to free: inout OutputSpan<UInt8>) {
    for shift in 0..<word.bitWidth / 8 {
      free.append(UInt8(truncatingIfNeeded: word >> (shift * 8)))
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
