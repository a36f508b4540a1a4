internal import CByteScan

/// What looking up a member came to.
package enum MemberSearch: Equatable, Sendable {
  /// The number of the node of the last member that bears the name.
  case node(Int)
  /// None bears it.
  case absent
  /// A key has escapes, or the nodes are no map of these bytes.
  case unsure
}

extension Span where Element == ValueNode {
  /// The member of the object `parent` whose key is `name`, among the nodes of `bytes`.
  package func member(_ name: Span<UInt8>, of parent: Int, in bytes: Span<UInt8>) -> MemberSearch {
    precondition(parent >= 0 && parent < count, "no such node")
    let found = unsafe withUnsafeNodes { nodes in
      unsafe bytes.withUnsafeBufferPointer { bytes in
        unsafe name.withUnsafeBufferPointer { name in
          unsafe bytescan_member(
            bytes.baseAddress, bytes.count, nodes, count, parent, name.baseAddress, name.count)
        }
      }
    }
    return found >= 0 ? .node(Int(found)) : found == BYTESCAN_ABSENT ? .absent : .unsure
  }

  /// Lends the nodes as C knows them.
  fileprivate func withUnsafeNodes<Result>(
    _ body: (UnsafePointer<bytescan_node>?) -> Result
  ) -> Result {
    // `ValueNode` has the fields of `bytescan_node`; C reads `count` nodes and keeps no pointer.
    unsafe withUnsafeBufferPointer { nodes in
      guard let first = nodes.baseAddress else { return body(nil) }
      return unsafe first.withMemoryRebound(to: bytescan_node.self, capacity: nodes.count, body)
    }
  }
}

/// Names of members that are looked up in one pass over an object.
///
///     length and last byte of a key ─► the few names that it may be ─► the number of its node
package struct MemberNames: Sendable {
  private var text: [UInt8] = []
  private var entries: [bytescan_name] = []
  /// The first name of each place; -1 where there is none.
  private var first = [Int32](repeating: -1, count: BYTESCAN_NAME_PLACES)

  /// These names, as UTF-8 and each once.
  package init(_ names: [[UInt8]]) {
    for (number, name) in names.enumerated() {
      let place = bytescan_name_place(name.count, name.last ?? 0)
      entries.append(
        bytescan_name(
          start: UInt32(text.count), length: UInt32(name.count), next: first[place]))
      first[place] = Int32(number)
      text += name
    }
  }

  /// Notes for each name the number of the last member of the outermost object that bears it, or
  /// -1, among the nodes of `bytes`. False where a key has escapes, or the nodes are no map of
  /// `bytes`.
  package func find(
    in nodes: Span<ValueNode>, _ bytes: Span<UInt8>, into found: inout [Int32]
  ) -> Bool {
    precondition(found.count == entries.count, "as many places as names")
    // C reads the nodes, the names and what of the bytes the nodes point to, writes a number for
    // each name, and keeps no pointer.
    return unsafe nodes.withUnsafeNodes { nodePointer in
      unsafe bytes.withUnsafeBufferPointer { bytes in
        unsafe text.withUnsafeBufferPointer { text in
          unsafe entries.withUnsafeBufferPointer { entries in
            unsafe first.withUnsafeBufferPointer { first in
              unsafe found.withUnsafeMutableBufferPointer { found in
                var names = unsafe bytescan_names(
                  text: text.baseAddress, entries: entries.baseAddress, count: entries.count,
                  first: first.baseAddress)
                return unsafe bytescan_find_members(
                  bytes.baseAddress, bytes.count, nodePointer, nodes.count, &names,
                  found.baseAddress)
              }
            }
          }
        }
      }
    }
  }
}
