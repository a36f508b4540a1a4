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
      switch Self.map(bytes, in: range, nesting: nesting, room: room, into: &nodes, with: native) {
      case BYTESCAN_MAPPED: return true
      // Each value begins at a byte of its own.
      case BYTESCAN_FULL: room = min(room * 4, range.count)
      default: return false
      }
    }
  }

  /// One run of the C loop; `nodes` is empty and stays so unless all of the text was mapped.
  private static func map(
    _ bytes: Span<UInt8>, in range: Range<Int>, nesting: Int, room: Int,
    into nodes: inout [ValueNode], with native: bytescan_kernel
  ) -> bytescan_mapped {
    var result = BYTESCAN_FAULT
    nodes.append(addingCapacity: room) { output in
      // C reads no more than the bytes of the span and writes no more than `room` nodes, of which
      // it sets all `count`, and keeps no pointer. `ValueNode` has the fields of `bytescan_node`.
      unsafe output.withUnsafeMutableBufferPointer { target, count in
        unsafe bytes.withUnsafeBufferPointer { source in
          guard let source = source.baseAddress, let target = target.baseAddress else { return }
          unsafe target.withMemoryRebound(to: bytescan_node.self, capacity: room) { target in
            var map = unsafe bytescan_map(
              start: range.lowerBound, end: range.upperBound, readable: bytes.count,
              limit: nesting, nodes: target, room: room, count: 0)
            result = unsafe bytescan_map_value(native, source, &map)
            if result == BYTESCAN_MAPPED { count = unsafe map.count }
          }
        }
      }
    }
    return result
  }
}
