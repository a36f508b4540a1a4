/// An event and whose it is, which nothing changes any more.
///
/// An event holds many texts: it goes from thread to thread and from hand to hand by reference.
final class JudgedEvent: Sendable {
  let event: Event
  /// nil for an event that is nobody's.
  let finding: Attributor.Finding?

  /// An event as it was judged.
  init(_ event: consuming Event, _ finding: consuming Attributor.Finding?) {
    self.event = event
    self.finding = finding
  }
}
