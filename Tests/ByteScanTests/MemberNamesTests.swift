import ByteScan
import Testing

/// Nodes that are no map of the bytes lead nowhere: it is said, and nothing outside is read.
@Suite struct MemberNamesTests {
  static let bytes = Array(#"{"eventName":1,"b":{"eventName":2},"":3,"eventTime":4}"#.utf8)
  static let name = Array("eventName".utf8)

  private func nodes() -> [ValueNode] {
    var nodes: [ValueNode] = []
    let kernel = MarkKernel.fastest
    _ = kernel.map(
      Self.bytes.span, in: 0..<Self.bytes.count, nesting: 8, into: &nodes)
    return nodes
  }

  private func search(_ nodes: [ValueNode], _ name: [UInt8], of parent: Int = 0) -> MemberSearch {
    nodes.span.member(name.span, of: parent, in: Self.bytes.span)
  }

  private func outline(_ nodes: [ValueNode], _ names: [[UInt8]]) -> [Int32]? {
    var found = names.map { _ in Int32(-7) }
    let isFound = MemberNames(names).find(in: nodes.span, Self.bytes.span, into: &found)
    return isFound ? found : nil
  }

  @Test func membersAreFound() {
    let nodes = nodes()
    #expect(nodes.count == 6)
    #expect(search(nodes, Self.name) == .node(1))
    #expect(search(nodes, Self.name, of: 2) == .node(3))
    #expect(search(nodes, Array("eventTime".utf8)) == .node(5))
    #expect(search(nodes, Array("eventTimes".utf8)) == .absent)
    #expect(search(nodes, []) == .node(4))
    #expect(search(nodes, [], of: 2) == .absent)
    // A number has no members.
    #expect(search(nodes, Self.name, of: 1) == .absent)
    let names = ["b", "eventName", "", "eventTime", "eventNama"].map { Array($0.utf8) }
    #expect(outline(nodes, names) == [2, 1, 4, 5, -1])
    #expect(outline(nodes, [[]]) == [4])
    #expect(outline(Array(nodes[3...]), names) == [-1, -1, -1, -1, -1])
    #expect(outline([], names) == [-1, -1, -1, -1, -1])
  }

  /// Names are compared by words that may lie over one another: none leaves a byte out.
  @Test(arguments: 1..<50) func everyByteOfANameCounts(length: Int) {
    let name = (0..<length).map { UInt8(0x61 + $0 % 26) }
    let text = Array(#"{""#.utf8) + name + Array(#"":1}"#.utf8)
    var nodes: [ValueNode] = []
    #expect(MarkKernel.fastest.map(text.span, in: 0..<text.count, nesting: 8, into: &nodes))
    #expect(nodes.span.member(name.span, of: 0, in: text.span) == .node(1))
    for place in 0..<length {
      var other = name
      other[place] = 0x41
      #expect(nodes.span.member(other.span, of: 0, in: text.span) == .absent, "byte \(place)")
      var found: [Int32] = [-7]
      #expect(MemberNames([other]).find(in: nodes.span, text.span, into: &found))
      #expect(found == [-1], "byte \(place)")
    }
  }

  @Test(arguments: [(-1, 3), (2, 1), (40, 70), (-9, 0), (60, 69), (2_147_483_638, 2_147_483_647)])
  func keysOutsideOfTheBytesAreNotRead(start: Int, end: Int) {
    var nodes = nodes()
    nodes[5].keyStart = Int32(start)
    nodes[5].keyEnd = Int32(end)
    let name = [UInt8](repeating: 0x61, count: max(0, end - start))
    #expect(outline(nodes, [name, Self.name]) == nil)
    if end > start { #expect(search(nodes, name) == .unsure) }
  }

  @Test(arguments: [5, 0, -1, Int32.min]) func nodesThatLeadBackEndTheSearch(next: Int32) {
    var nodes = nodes()
    nodes[5].nextNode = next
    #expect(search(nodes, Self.name) == .unsure)
    #expect(outline(nodes, [Self.name]) == nil)
  }

  @Test func anObjectThatEndsBehindAllNodesIsNotSearched() {
    var nodes = nodes()
    nodes[0].nextNode = 7
    #expect(search(nodes, Self.name) == .unsure)
  }

  @Test func aNodeThatIsNotThereTraps() async {
    await #expect(processExitsWith: .failure) {
      let nodes: [ValueNode] = []
      let bytes: [UInt8] = []
      _ = nodes.span.member(bytes.span, of: 0, in: bytes.span)
    }
  }

  /// Written with escapes, any key may be the one that is looked for.
  @Test func keysWithEscapesAreNotCompared() {
    var nodes = nodes()
    nodes[5].keyEscaped = 1
    #expect(search(nodes, Self.name) == .unsure)
    #expect(outline(nodes, [Self.name]) == nil)
  }
}
