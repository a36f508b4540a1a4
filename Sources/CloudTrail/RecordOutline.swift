internal import ByteScan

/// The members of a record by name: one pass over its map finds all that are asked for. With the
/// plain kernel, and where a key has escapes, each is searched for by itself.
///
/// Where a name occurs twice, the last one counts, as for `JSONMap.member`. One value is meant to be
/// reused for many records. Used by one thread.
package struct RecordOutline: Sendable {
  private let names: [FieldName]
  private let members: MemberNames
  /// What tells a record from another value, and where its id stands, by the number of the name.
  private let source: Int?
  private let name: Int?
  private let id: Int?
  private var ahead = QuotesAhead()
  /// The node of each name, in their order; -1 where the record has no such member.
  @usableFromInline private(set) var nodes: [Int32]

  /// An outline of the members with these names.
  package init(names: [FieldName]) {
    self.names = names
    members = MemberNames(names.map(\.bytes))
    (source, name) = (names.firstIndex(of: "eventSource"), names.firstIndex(of: "eventName"))
    id = names.firstIndex(of: "eventID")
    nodes = names.map { _ in -1 }
  }

  /// Finds the members of the outermost object that `map` maps; of another value there are none.
  package mutating func read(_ map: JSONMap, _ bytes: Span<UInt8>) {
    if case .plain = map.kernel {
      readPlain(map, bytes)
    } else if !members.find(in: map.nodes.span, bytes, into: &nodes) {
      readPlain(map, bytes)
    }
  }

  /// Maps the record that begins at `start` into `map` and finds its members, where that can be done
  /// without a search for its end: where it is written in one line and its keys without escapes, as
  /// CloudTrail does; else nil, and it has to be read otherwise. The mark's `offset` is left to whoever
  /// knows the stream.
  ///
  /// `isNext` where the call before this one read the record before this one in the same bytes, and
  /// no quote stands between the two. `eventSource`, `eventName` and `eventID` must be among the names.
  package mutating func read(
    _ bytes: Span<UInt8>, recordAt start: Int, isNext: Bool, nesting: Int, into map: inout JSONMap
  ) -> RecordMark? {
    guard let source, let name, let id else { preconditionFailure("names of a record are missing") }
    if !isNext { ahead.clear() }
    guard map.read(bytes, objectAt: start, nesting: nesting, &ahead) != nil,
      members.find(in: map.nodes.span, bytes, into: &nodes)
    else { return nil }
    return RecordMark(map, source: node(source), name: node(name), id: node(id))
  }

  private mutating func readPlain(_ map: JSONMap, _ bytes: Span<UInt8>) {
    for number in names.indices {
      let node = map.nodes.isEmpty ? nil : map.plainMember(names[number], of: 0, in: bytes)
      nodes[number] = Int32(node ?? -1)
    }
  }

  /// The node of the name with this number; nil where the record has no such member.
  @inlinable
  package func node(_ number: Int) -> Int? { nodes[number] < 0 ? nil : Int(nodes[number]) }
}
