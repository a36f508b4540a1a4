internal import CloudTrail

/// Records of one file, one behind the other, for a worker that does not read the file itself.
package struct RecordLot: Sendable {
  /// A record: where it stands in `bytes`, and its number in the file.
  struct Item: Sendable {
    var mark: RecordMark
    var index: Int
  }

  /// The number of the file.
  private(set) var file = 0
  private(set) var bytes: [UInt8] = []
  private(set) var items: [Item] = []

  /// Begins with records of `file`, in the same memory.
  mutating func restart(file: Int) {
    self.file = file
    bytes.removeAll(keepingCapacity: true)
    items.removeAll(keepingCapacity: true)
  }

  /// Adds the record at `mark` of `source`.
  mutating func add(_ source: Span<UInt8>, _ mark: RecordMark, index: Int) {
    let distance = bytes.count - mark.range.lowerBound
    JSONText.append(source, mark.range, to: &bytes)
    items.append(Item(mark: mark.moved(by: distance), index: index))
  }
}
