package import CloudTrail

/// Reads the times and durations that people type.
package enum TimeText {
  /// A moment: RFC 3339 (with `Z` or an offset), a date (midnight UTC), or seconds since 1970.
  package static func moment(_ text: String) -> EventTime? {
    if let seconds = Int64(text), text.count > 8 { return EventTime(seconds: seconds) }
    let bytes = Array(text.utf8)
    if let time = EventTime(iso: bytes) { return time }
    if let time = EventTime(iso: bytes + Array("T00:00:00Z".utf8)) { return time }
    if let time = EventTime(iso: bytes + Array(":00Z".utf8)), text.contains("T") { return time }
    return text.count == 19 ? EventTime(iso: bytes + Array("Z".utf8)) : nil
  }

  /// Seconds: a number with `s`, `m`, `h`, `d` or `w`, or several of them (`1h30m`).
  package static func duration(_ text: String) -> Int64? {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
    var total: Int64 = 0
    var number: Int64?
    for character in text {
      if let digit = character.wholeNumberValue, character.isASCII {
        let (product, isTooLarge) = (number ?? 0).multipliedReportingOverflow(by: 10)
        let (sum, isOver) = product.addingReportingOverflow(Int64(digit))
        if isTooLarge || isOver { return nil }
        number = sum
      } else if let unit = units[character], let count = number {
        let (product, isTooLarge) = count.multipliedReportingOverflow(by: unit)
        let (sum, isOver) = total.addingReportingOverflow(product)
        if isTooLarge || isOver { return nil }
        total = sum
        number = nil
      } else {
        return nil
      }
    }
    return number == nil && total > 0 ? total : nil
  }
}
