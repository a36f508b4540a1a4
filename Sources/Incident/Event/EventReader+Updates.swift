internal import CloudTrail

extension EventReader {
  /// Notes which record this one takes the place of, where CloudTrail completed it later:
  /// `addendum` with the reason `UPDATED_DATA` (AWS CloudTrail user guide, "record contents").
  mutating func noteUpdate(_ event: inout Event, _ bytes: Span<UInt8>) {
    guard let addendum = record.object(.addendum),
      map.text(Field.reason, of: addendum, in: bytes) == "UPDATED_DATA"
    else { return }
    let original = map.text(Field.originalEventID, of: addendum, in: bytes).map { EventID($0) }
    guard let replaced = original ?? (event.id == .none ? nil : event.id) else { return }
    facts.replaced.insert(replaced)
    event.isUpdate = replaced == event.id
  }
}
