import CloudTrail
import Incident

extension TimelineEntry {
  /// The summary without the event's name, which stands beside it.
  var summaryWithoutName: String {
    guard summary.utf8.starts(with: eventName.utf8) else { return summary }
    let rest = summary.utf8.dropFirst(eventName.utf8.count)
    guard let next = rest.first else { return "" }
    return next == UInt8(ascii: " ") ? String(decoding: rest.dropFirst(), as: UTF8.self) : summary
  }

  /// Whether `text` tells the resource already, by its name or in full.
  func tellsResource(_ text: String) -> Bool {
    guard let name = resource?.utf8.split(separator: UInt8(ascii: "/")).last else { return false }
    return text.holds(String(Substring(name)))
  }

  /// The address, and where it is; services by their name alone, `fas.s3` for
  /// `fas.s3.amazonaws.com`.
  var addressWords: String {
    guard let geo, !geo.words.isEmpty else { return addressName }
    return "\(addressName) \(geo.words)"
  }

  private var addressName: String {
    let domain = ".amazonaws.com"
    guard sourceIPAddress.utf8.count > domain.utf8.count, sourceIPAddress.hasSuffix(domain)
    else { return sourceIPAddress }
    return String(sourceIPAddress.dropLast(domain.count))
  }
}
