import ByteScan
import CloudTrail

/// Maps `input` without its first byte with every kernel, alone and before bytes that go on: the
/// same nodes as the plain reader, or the same refusal; and each key leads to the same member.
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
    if plain.error == nil { searchMembers(bytes, 0..<end, nesting: nesting) }
  }
}

/// Looks up every key in every value, by C and plainly.
private func searchMembers(_ bytes: [UInt8], _ range: Range<Int>, nesting: Int) {
  var plain = JSONMap(kernel: .plain)
  var map = JSONMap()
  guard (try? plain.read(bytes.span, in: range, nesting: nesting)) != nil,
    (try? map.read(bytes.span, in: range, nesting: nesting)) != nil
  else { return }
  let keys = map.nodes.prefix(64).compactMap(\.keyRange)
  let written = keys.map { Array(bytes[$0]) }
  let decoded = keys.map { JSONText.decode(bytes.span, $0) }
  let names = Set(written + decoded).map { FieldName(utf8: $0) }
  let outliner = RecordOutliner(names: names)
  var outlines = [RecordOutline(), RecordOutline()]
  outliner.read(plain, bytes.span, into: &outlines[0])
  outliner.read(map, bytes.span, into: &outlines[1])
  for (number, name) in names.enumerated() {
    precondition(outlines[0].node(number) == outlines[1].node(number), "outlines of \(name.bytes)")
    for node in map.nodes.indices.prefix(64) {
      let isSame =
        map.member(name, of: node, in: bytes.span) == plain.member(name, of: node, in: bytes.span)
      precondition(isSame, "\(name.bytes) in \(node)")
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
