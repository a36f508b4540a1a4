import ByteScan
import CloudTrail

/// Maps `input` without its first byte with every kernel, alone and before bytes that go on: the
/// same nodes as the plain reader, or the same refusal.
///
/// The first byte says how deep it may nest, and how much of the end is no part of the text.
func fuzzMaps(_ input: [UInt8]) {
  guard let head = input.first else { return }
  let bytes = Array(input.dropFirst())
  let nesting = Int(head & 15)
  for end in Set([bytes.count, max(0, bytes.count - Int(head >> 4))]) {
    let plain = Mapped(bytes, 0..<end, .plain, nesting: nesting)
    for kernel in MarkKernel.allCases where kernel.isAvailable && kernel != .plain {
      let other = Mapped(bytes, 0..<end, kernel, nesting: nesting)
      precondition(other == plain, "\(kernel), \(end) bytes")
      var nodes: [ValueNode] = []
      let isMapped = kernel.map(bytes.span, in: 0..<end, nesting: nesting, into: &nodes)
      precondition(isMapped == (plain.error == nil), "\(kernel), \(end) bytes, by itself")
    }
  }
}

/// What a map says of a text.
private struct Mapped: Equatable {
  var nodes: [JSONMap.Node] = []
  var error: RecordError?

  init(_ bytes: [UInt8], _ range: Range<Int>, _ kernel: MarkKernel, nesting: Int) {
    var map = JSONMap(kernel: kernel)
    do throws(RecordError) {
      try map.read(bytes.span, in: range, nesting: nesting)
      nodes = map.nodes
    } catch {
      self.error = error
    }
  }
}
