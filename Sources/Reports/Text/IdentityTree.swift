import Incident

/// The credentials as a tree: who asked, what was issued, which task it started, what was issued
/// to that task, and so on.
///
///     acme+shop-eu-2                        an origin: a subject, or whoever asked
///     ├─ login                              a session
///     │  ├─ task 5f0c…                      a task it started
///     │  │  ├─ execution role               what ECS issued for the task
///     │  │  └─ task role
///     │  │     └─ chained role              what the task role asked for
///
/// A flat list of nodes, made without recursion: how deep a chain goes is up to the attacker.
struct IdentityTree: Sendable {
  /// Where a chain begins.
  enum Origin: Hashable, Sendable {
    case subject(String, provider: String?)
    case identity(String)
    /// A session that stands in another tree.
    case session(String)
    case unknown
  }

  /// What a node stands for.
  enum Content: Equatable, Sendable {
    case origin(Origin)
    case task(String)
    case session(Session)
  }

  /// One node, with what is needed to draw its branch.
  struct Node: Equatable, Sendable {
    let content: Content
    /// For each level from 1 to the node's own: whether a sibling follows at that level.
    let goesOn: [Bool]
    let hasChildren: Bool
  }

  /// Levels that are drawn; deeper nodes stand at the last one.
  static let deepest = 12

  private enum Key: Hashable {
    case origin(Origin)
    case session(Int)
    case task(String, startedBy: Int?)
  }

  /// In the order of drawing.
  private(set) var nodes: [Node] = []
  private let sessions: [Session]
  private var children: [Key: [Key]] = [:]
  private var origins: [Origin] = []
  private var parents: [Key: Key] = [:]
  private var drawn: Set<Key> = []

  /// A tree of `sessions`; `starts` tells which session started a task.
  init(_ sessions: [Session], starts: TaskStarts) {
    self.sessions = sessions
    let places = Dictionary(
      sessions.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    for (index, session) in sessions.enumerated() where places[session.id] == index {
      for task in starts.tasks(startedBy: session.id) {
        add(.task(task, startedBy: index), below: .session(index))
      }
    }
    for index in sessions.indices { place(index, places: places, starters: starts.starters) }
    for origin in origins.filter({ $0 != .unknown }) { draw(.origin(origin)) }
    if origins.contains(.unknown) { draw(.origin(.unknown)) }
    drawCircles()
  }

  private mutating func place(_ index: Int, places: [String: Int], starters: [String: String]) {
    let session = sessions[index]
    let isOfTask = session.kind == .task || session.kind == .execution
    let task = isOfTask ? session.issuedBy?.task ?? session.task : nil
    let asker = session.issuedBy?.session ?? task.flatMap { starters[$0] }
    let parent = asker.flatMap { places[$0] }
    let top = parent.map(Key.session) ?? .origin(Self.origin(of: session, askedBy: asker))
    if case .origin(let origin) = top, children[top] == nil { origins.append(origin) }
    guard let task else { return add(.session(index), below: top) }
    let key = Key.task(task, startedBy: parent)
    add(key, below: top)
    add(.session(index), below: key)
  }

  private mutating func add(_ key: Key, below parent: Key) {
    guard parents[key] == nil else { return }
    parents[key] = parent
    children[parent, default: []].append(key)
  }

  private static func origin(of session: Session, askedBy asker: String?) -> Origin {
    if let subject = session.subject, session.kind == .webIdentity {
      return .subject(subject, provider: session.provider)
    }
    return session.issuedTo.map(Origin.identity) ?? asker.map(Origin.session) ?? .unknown
  }

  private mutating func draw(_ root: Key) {
    var waiting: [(key: Key, goesOn: [Bool])] = [(root, [])]
    while let (key, goesOn) = waiting.popLast() {
      drawn.insert(key)
      let below = children.removeValue(forKey: key) ?? []
      nodes.append(
        Node(content: content(of: key), goesOn: goesOn, hasChildren: !below.isEmpty))
      let kept = goesOn.prefix(Self.deepest - 1)
      for (place, child) in below.enumerated().reversed() {
        waiting.append((child, kept + [place < below.count - 1]))
      }
    }
  }

  /// Sessions that name each other as their issuers hang below no origin; damaged or forged
  /// records can do that, and they must be seen all the same.
  private mutating func drawCircles() {
    for index in sessions.indices where !drawn.contains(.session(index)) {
      let key = Key.session(index)
      guard children[key] != nil else { continue }
      if let parent = parents[key] { children[parent]?.removeAll { $0 == key } }
      children[.origin(.unknown)] = [key]
      draw(.origin(.unknown))
    }
  }

  private func content(of key: Key) -> Content {
    switch key {
    case .origin(let origin): .origin(origin)
    case .session(let index): .session(sessions[index])
    case .task(let id, _): .task(id)
    }
  }
}
