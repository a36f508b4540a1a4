internal import ByteScan

/// Reads the times of many records, most of which are of the same day as the one before.
///
/// It gives what `EventTime(iso:)` gives; the date is only compared where it was read before.
package struct EventClock: Sendable {
  /// `2026-03-` and `02T` of the last time that was written in full, and its midnight.
  private var month: UInt64 = 0
  private var day = UInt32.max
  private var midnight: Int64 = 0

  /// `00:00:00`, the same from both ends.
  private static var zero: UInt64 { 0x3030_3A30_303A_3030 }

  /// A clock that has read nothing.
  package init() {}

  /// The time that is `bytes[range]`, ISO 8601; nil where it is none.
  package mutating func read(_ bytes: Span<UInt8>, in range: Range<Int>) -> EventTime? {
    let start = range.lowerBound
    guard range.count == 20, let seconds = Self.seconds(bytes.word64(at: start + 11)) else {
      return EventTime(iso: bytes, in: range)
    }
    let month = bytes.word64(at: start)
    let day = bytes.word32(at: start + 8) & 0xFF_FFFF
    if month == self.month, day == self.day, bytes[start + 19] == UInt8(ascii: "Z") {
      return EventTime(seconds: midnight + seconds)
    }
    guard let time = EventTime(iso: bytes, in: range) else { return nil }
    self.month = month
    self.day = day
    midnight = time.seconds - seconds
    return time
  }

  /// How many seconds after midnight `HH:MM:SS` is, in eight bytes; nil where it is no such time.
  private static func seconds(_ text: UInt64) -> Int64? {
    let digits = text ^ zero
    // Nothing but digits and colons is left with no upper half, and no digit above 9 fits with 6.
    guard digits & 0xF0F0_FFF0_F0FF_F0F0 == 0,
      (digits + 0x0606_0006_0600_0606) & 0xF0F0_FFF0_F0FF_F0F0 == 0
    else { return nil }
    func number(at bit: UInt64) -> Int64 {
      Int64(digits &>> bit & 0xF) * 10 + Int64(digits &>> (bit + 8) & 0xF)
    }
    let (hour, minute, second) = (number(at: 0), number(at: 24), number(at: 48))
    guard hour < 24, minute < 60, second <= 60 else { return nil }
    return hour * 3_600 + minute * 60 + second
  }
}
