internal import ByteScan
internal import CloudTrail

/// An event as bytes of `EventCoder`, with the numbers of the worker that read it.
///
/// Questions read the few bytes that they need; most events are asked one or two and never made.
struct EncodedEvent {
  private(set) var bytes: [UInt8] = []
  /// What leads from its numbers to those of the whole.
  private(set) var translation = Translation(strings: [.none], principals: [])

  /// Takes the event at `position` of `source` in place of the one before.
  mutating func set(_ source: Span<UInt8>, _ range: Range<Int>, _ translation: Translation) {
    bytes.removeAll(keepingCapacity: true)
    JSONText.append(source, range, to: &bytes)
    self.translation = translation
  }

  var flags: EventCoder.Flags {
    EventCoder.Flags(rawValue: bytes.span.word32(at: EventCoder.Place.flags))
  }

  var time: EventTime {
    EventTime(
      seconds: Int64(bitPattern: bytes.span.word64(at: EventCoder.Place.time)))
  }

  var principal: Int {
    translation.principals[Int(bytes.span.word32(at: EventCoder.Place.principal))]
  }

  var source: StringID { text(0) }
  var name: StringID { text(1) }
  var errorCode: StringID { text(4) }
  var address: StringID { text(5) }
  var agent: StringID { text(6) }

  private func text(_ index: Int) -> StringID {
    let number = bytes.span.word32(at: EventCoder.Place.numbers + index * 4)
    return translation.strings[Int(number)]
  }

  var mentionCount: Int { Int(bytes.span.word32(at: EventCoder.Place.mentionCount)) }

  /// What it names at `index`.
  func mention(_ index: Int) -> Mention {
    var mention = Self.mention(
      bytes.span, EventCoder.Place.mentions + index * EventCoder.Place.mentionSize)
    translation.apply(to: &mention)
    return mention
  }

  /// The event with the numbers of the whole.
  func event() -> Event {
    var event = Self.read(bytes.span, at: 0)
    translation.apply(to: &event)
    return event
  }
}

extension EncodedEvent {
  /// The key by which the event at `start` is put in order.
  static func key(_ bytes: Span<UInt8>, at start: Int) -> EventRank {
    let flags = EventCoder.Flags(rawValue: bytes.word32(at: start + EventCoder.Place.flags))
    return EventRank(
      time: EventTime(
        seconds: Int64(bitPattern: bytes.word64(at: start + EventCoder.Place.time))),
      id: id(bytes, at: start, flags), isIssuing: flags.contains(.isIssuing),
      file: Int32(bitPattern: bytes.word32(at: start + EventCoder.Place.place)),
      index: Int32(bitPattern: bytes.word32(at: start + EventCoder.Place.place + 4)))
  }

  private static func id(_ bytes: Span<UInt8>, at start: Int, _ flags: EventCoder.Flags)
    -> EventID
  {
    if flags.contains(.hasTextID) {
      var position = texts(bytes, at: start)
      return .text(text(bytes, &position))
    }
    return .guid(
      bytes.word64(at: start + EventCoder.Place.id),
      bytes.word64(at: start + EventCoder.Place.id + 8))
  }

  /// Where the texts begin.
  private static func texts(_ bytes: Span<UInt8>, at start: Int) -> Int {
    let count = Int(bytes.word32(at: start + EventCoder.Place.mentionCount))
    return start + EventCoder.Place.mentions + count * EventCoder.Place.mentionSize
  }

  private static func list(_ bytes: Span<UInt8>, _ position: inout Int) -> Range<Int> {
    let start = position + 4
    position = start + Int(bytes.word32(at: position))
    return start..<position
  }

  private static func text(_ bytes: Span<UInt8>, _ position: inout Int) -> String {
    let range = list(bytes, &position)
    return range.isEmpty ? "" : JSONText.string(bytes, range)
  }

  private static func mention(_ bytes: Span<UInt8>, _ start: Int) -> Mention {
    let number = UInt8(truncatingIfNeeded: bytes.word32(at: start))
    guard let kind = Mention.Kind(rawValue: number) else {
      preconditionFailure("a spool file holds the unknown mention \(number)")
    }
    return Mention(
      kind, StringID(bytes.word32(at: start + 4)), in: StringID(bytes.word32(at: start + 8)))
  }

  /// The event at `start`, all of which is there.
  static func read(_ bytes: Span<UInt8>, at start: Int) -> Event {
    let flags = EventCoder.Flags(rawValue: bytes.word32(at: start + EventCoder.Place.flags))
    let key = key(bytes, at: start)
    var event = Event(time: key.time, id: key.id)
    event.isIssuing = key.isIssuing
    event.file = key.file
    event.index = key.index
    event.isUpdate = flags.contains(.isUpdate)
    event.startedNothing = flags.contains(.startedNothing)
    event.isData = flags.contains(.isData)
    event.isReadOnly = flags.contains(.isReadOnly)
    event.isSelected = flags.contains(.isSelected)
    event.isBare = flags.contains(.isBare)
    event.isThroughEndpoint = flags.contains(.isThroughEndpoint)
    if flags.contains(.isWatched) {
      event.watch = flags.contains(.isWatchedOfRunners) ? .ofRunners : .ofAnybody
    }
    readNumbers(bytes, start, into: &event)
    readTexts(bytes, start, flags, into: &event)
    return event
  }

  private static func readNumbers(_ bytes: Span<UInt8>, _ start: Int, into event: inout Event) {
    func number(_ index: Int) -> StringID {
      StringID(bytes.word32(at: start + EventCoder.Place.numbers + index * 4))
    }
    event.source = number(0)
    event.name = number(1)
    event.region = number(2)
    event.account = number(3)
    event.errorCode = number(4)
    event.address = number(5)
    event.agent = number(6)
    event.encryption = number(7)
    event.principal = Int(bytes.word32(at: start + EventCoder.Place.principal))
    event.bytesOut = Int64(
      bitPattern: bytes.word64(at: start + EventCoder.Place.bytesOut))
    event.request = bytes.word64(at: start + EventCoder.Place.request)
    let count = Int(bytes.word32(at: start + EventCoder.Place.mentionCount))
    if count == 0 { return }
    event.mentions.reserveCapacity(count)
    for index in 0..<count {
      event.mentions.append(
        mention(bytes, start + EventCoder.Place.mentions + index * EventCoder.Place.mentionSize))
    }
  }

  private static func readTexts(
    _ bytes: Span<UInt8>, _ start: Int, _ flags: EventCoder.Flags, into event: inout Event
  ) {
    var position = texts(bytes, at: start)
    if flags.contains(.hasTextID) { _ = list(bytes, &position) }
    if flags.contains(.hasTextSharedID) {
      event.sharedID = .text(text(bytes, &position))
    } else if flags.contains(.isShared) {
      event.sharedID = .guid(bytes.word64(at: position), bytes.word64(at: position + 8))
      position += 16
    }
    event.resource = text(bytes, &position)
    event.contextArn = text(bytes, &position)
    let raw = list(bytes, &position)
    if !raw.isEmpty { event.raw = JSONText.copy(bytes, raw) }
    guard flags.contains(.hasAnswers) else { return }
    let count = Int(bytes.word32(at: position))
    event.answers.reserveCapacity(count)
    for index in 1...count {
      event.answers.append(Int32(bitPattern: bytes.word32(at: position + index * 4)))
    }
  }
}
