internal import ByteScan

/// Finds the members of records by name: one pass over the map of a record finds all that are asked
/// for. With the plain kernel, and where a key has escapes, each is searched for by itself.
///
/// Where a name occurs twice, the last one counts, as for `JSONMap.member`. One value is meant to
/// be reused for many records. Used by one thread.
package struct RecordOutliner: Sendable {
  private let names: [FieldName]
  private let members: MemberNames
  /// What tells a record from another value, and where its id stands, by the number of the name.
  private let source: Int?
  private let name: Int?
  private let id: Int?
  private var ahead = QuotesAhead()

  /// Finds the members with these names.
  package init(names: [FieldName]) {
    self.names = names
    members = MemberNames(names.map(\.bytes))
    (source, name) = (names.firstIndex(of: "eventSource"), names.firstIndex(of: "eventName"))
    id = names.firstIndex(of: "eventID")
  }

  /// Finds the members of the outermost object that `map` maps; of another value there are none.
  package func read(_ map: JSONMap, _ bytes: Span<UInt8>, into outline: inout RecordOutline) {
    outline.makeRoom(names.count)
    if case .plain = map.kernel {
      readPlain(map, bytes, &outline)
    } else if !members.find(in: map.nodes.span, bytes, into: &outline.nodes) {
      readPlain(map, bytes, &outline)
    }
  }

  /// Maps the record that begins at `start` into `map` and finds its members, where that can be
  /// done without a search for its end: where it is written in one line and its keys without
  /// escapes, as CloudTrail does; else nil, and it has to be read otherwise. The mark's `offset` is
  /// left to whoever knows the stream.
  ///
  /// `isNext` where the call before this one read the record before this one in the same bytes, and
  /// no quote stands between the two. `eventSource`, `eventName` and `eventID` must be among the
  /// names.
  package mutating func read(
    _ bytes: Span<UInt8>, recordAt start: Int, isNext: Bool, nesting: Int, into map: inout JSONMap,
    _ outline: inout RecordOutline
  ) -> RecordMark? {
    guard let source, let name, let id else { preconditionFailure("names of a record are missing") }
    if !isNext { ahead.clear() }
    outline.makeRoom(names.count)
    guard map.read(bytes, objectAt: start, nesting: nesting, &ahead) != nil,
      members.find(in: map.nodes.span, bytes, into: &outline.nodes)
    else { return nil }
    return RecordMark(
      map, source: outline.node(source), name: outline.node(name), id: outline.node(id))
  }

  private func readPlain(_ map: JSONMap, _ bytes: Span<UInt8>, _ outline: inout RecordOutline) {
    for number in names.indices {
      let node = map.nodes.isEmpty ? nil : map.plainMember(names[number], of: 0, in: bytes)
      outline.nodes[number] = Int32(node ?? -1)
    }
  }
}
