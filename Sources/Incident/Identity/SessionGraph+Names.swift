internal import CloudTrail

/// The ids of sessions.
extension SessionGraph {
  /// Gives each session an id made of what identifies it, so that it is the same in any part of
  /// the logs; ids that would be equal grow.
  mutating func nameSessions() {
    let digests = Array(count: nodes.count) { [graph = self] numbers in
      numbers.map { SessionName.digest(graph.identity(of: $0)) }
    }
    var first: [UInt64: Int] = [:]
    var alike: [UInt64: [Int]] = [:]
    for index in nodes.indices {
      update(index) { $0.id = SessionName.text(digests[index], length: SessionName.length) }
      let start = digests[index] & (1 << UInt64(SessionName.length * 5) - 1)
      if let other = first[start] {
        alike[start, default: [other]].append(index)
      } else {
        first[start] = index
      }
    }
    for group in alike.values { lengthenNames(group, digests) }
    for index in nodes.indices {
      guard let parent = nodes[index].parent else { continue }
      let id = nodes[parent].session.id
      update(index) { $0.issuedBy?.session = id }
    }
  }

  /// Gives the sessions whose ids would be equal longer ones, in the order of what they are.
  private mutating func lengthenNames(_ group: [Int], _ digests: [UInt64]) {
    var used: Set<String> = []
    let texts = Dictionary(
      uniqueKeysWithValues: group.map { ($0, identity(of: $0)) })
    for index in group.sorted(by: { (texts[$0] ?? "", $0) < (texts[$1] ?? "", $1) }) {
      var length = SessionName.length
      var id = SessionName.text(digests[index], length: length)
      while length < SessionName.longest, used.contains(id) {
        length += 1
        id = SessionName.text(digests[index], length: length)
      }
      update(index) { $0.id = id }
      used.insert(id)
    }
  }

  private func identity(of index: Int) -> String {
    if let key = nodes[index].session.accessKeyIDs.first { return key }
    let issued = nodes[index].session.issuedAt?.description ?? ""
    let (role, name) = (nodes[index].session.roleArn, nodes[index].session.roleSessionName)
    return "\(role ?? "")|\(name ?? "")|\(issued)"
  }
}
