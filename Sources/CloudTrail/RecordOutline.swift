/// The members of a record that were looked for by name: where each stands in the map of the
/// record.
///
/// It is small on purpose: whoever asks for a member is given a copy of it.
package struct RecordOutline: Sendable {
  /// The node of each name, in the order of the names; -1 where the record has no such member.
  package internal(set) var nodes: [Int32] = []

  /// An outline of no record yet.
  package init() {}

  /// The node of the name with this number; nil where the record has no such member.
  @inlinable
  @inline(__always)
  package func node(_ number: Int) -> Int? { nodes[number] < 0 ? nil : Int(nodes[number]) }

  /// Has a place for each of so many names.
  mutating func makeRoom(_ count: Int) {
    if nodes.count != count { nodes = Array(repeating: -1, count: count) }
  }
}
