internal import CByteScan

extension MarkKernel {
  /// Notes all values of the JSON text `bytes[range]` in `nodes`, in document order; what they held
  /// before goes.
  ///
  /// False where the text is no JSON (RFC 8259) or nests deeper than `nesting`, or where the kernel
  /// has no such loop, as the plain one: then `nodes` is empty, and the reader in Swift
  /// (`JSONMap`), which is its twin, tells what is wrong and where.
  package func map(
    _ bytes: Span<UInt8>, in range: Range<Int>, nesting: Int, into nodes: inout [ValueNode]
  ) -> Bool {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= bytes.count, "the text lies outside the bytes")
    precondition(bytes.count <= Int(Int32.max), "the text is too long for a map")
    precondition(nesting >= 0, "a negative depth")
    nodes.removeAll(keepingCapacity: true)
    guard let native else { return false }
    precondition(bytescan_can_run(native), "this processor cannot run the kernel \(self)")
    var room = max(nodes.capacity, 256)
    while true {
      var map = unsafe bytescan_map(range, of: bytes, nesting: nesting, room: room)
      let result = unsafe Self.map(bytes, &map, into: &nodes) { bytes, map in
        unsafe bytescan_map_value(native, bytes, map)
      }
      switch result {
      case BYTESCAN_MAPPED: return true
      // Each value begins at a byte of its own.
      case BYTESCAN_FULL: room = min(room * 4, range.count)
      default: return false
      }
    }
  }

  /// Notes all values of the object that begins at `start`, which other text may follow; returns
  /// its end.
  ///
  /// Nil where none begins there, where it does not end within the bytes or is no JSON, and where
  /// blanks other than spaces stand in it or soon behind it: then `nodes` is empty, and its end is
  /// found otherwise.
  ///
  /// What is found behind it is kept in `ahead`, which is empty unless the call before this one
  /// mapped an object of the same bytes, between which and this one no quote stands.
  package func map(
    _ bytes: Span<UInt8>, objectAt start: Int, nesting: Int, into nodes: inout [ValueNode],
    _ ahead: inout QuotesAhead
  ) -> Int? {
    precondition(start >= 0 && start < bytes.count, "the object begins outside the bytes")
    precondition(nesting >= 0, "a negative depth")
    nodes.removeAll(keepingCapacity: true)
    guard let native, bytes[start] == UInt8(ascii: "{"), bytes.count <= Int(Int32.max) else {
      return nil
    }
    precondition(bytescan_can_run(native), "this processor cannot run the kernel \(self)")
    var room = max(nodes.capacity, 256)
    while true {
      var map = unsafe bytescan_map(start..<bytes.count, of: bytes, nesting: nesting, room: room)
      let result = unsafe ahead.withUnsafeParts { places, ahead in
        unsafe Self.map(bytes, &map, into: &nodes) { bytes, map in
          unsafe bytescan_map_next(native, bytes, map, places, ahead)
        }
      }
      switch result {
      case BYTESCAN_MAPPED: return unsafe map.end
      case BYTESCAN_FULL: room = min(room * 4, bytes.count - start)
      default: return nil
      }
    }
  }

  /// One run of a C loop; `nodes` is empty and stays so unless the value was mapped.
  private static func map(
    _ bytes: Span<UInt8>, _ map: inout bytescan_map, into nodes: inout [ValueNode],
    _ run: (UnsafePointer<UInt8>, UnsafeMutablePointer<bytescan_map>) -> bytescan_mapped
  ) -> bytescan_mapped {
    var result = BYTESCAN_FAULT
    let room = unsafe map.room
    nodes.append(addingCapacity: room) { output in
      // C reads no more than the bytes of the span and writes no more than `room` nodes, of which
      // it sets all `count`, and keeps no pointer. `ValueNode` has the fields of `bytescan_node`.
      unsafe output.withUnsafeMutableBufferPointer { target, count in
        unsafe bytes.withUnsafeBufferPointer { source in
          guard let source = source.baseAddress, let target = target.baseAddress else { return }
          unsafe target.withMemoryRebound(to: bytescan_node.self, capacity: room) { target in
            unsafe map.nodes = target
            result = unsafe run(source, &map)
            if result == BYTESCAN_MAPPED { count = unsafe map.count }
          }
        }
      }
    }
    return result
  }
}

extension bytescan_map {
  /// A map of `range` of `bytes`; where its nodes stand is set for each run.
  fileprivate init(_ range: Range<Int>, of bytes: Span<UInt8>, nesting: Int, room: Int) {
    unsafe self.init(
      start: range.lowerBound, end: range.upperBound, readable: bytes.count, limit: nesting,
      nodes: nil, room: room, count: 0)
  }
}

/// Quotes that were found behind the object that was mapped last, for the one that follows it.
package struct QuotesAhead: Sendable {
  private var places = [UInt32](repeating: 0, count: BYTESCAN_QUOTES)
  private var state = bytescan_ahead()

  /// None.
  package init() {}

  /// Forgets what was found: other bytes come, or another value than the next.
  package mutating func clear() { state.from = 0 }

  fileprivate mutating func withUnsafeParts<Result>(
    _ body: (UnsafeMutablePointer<UInt32>?, UnsafeMutablePointer<bytescan_ahead>) -> Result
  ) -> Result {
    // There are as many places as C wants, which keeps no pointer.
    unsafe places.withUnsafeMutableBufferPointer { places in
      unsafe body(places.baseAddress, &state)
    }
  }
}
