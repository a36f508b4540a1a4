internal import GzipStream

/// The facts of all workers, and the graph of what they say was issued.
///
///     facts of each worker ─► in order, each once ─► issued sessions ─┐
///     tables of each worker ─► JoinedTables ──────────────────────────┴─► SessionGraph
struct JoinedFacts: Sendable {
  private var facts = IdentityFacts()
  private var sessions: SessionGraph
  /// How many callers the workers have, together.
  private let callers: Int

  /// Takes the facts from the workers, and begins to join them on a thread of its own: their tables
  /// are joined meanwhile.
  static func begin(_ workers: inout [AnalysisWorker]) -> Prepared<JoinedFacts> {
    var parts: [IdentityFacts] = []
    var counts: [Int] = []
    for index in workers.indices {
      parts.append(IdentityFacts())
      swap(&parts[index], &workers[index].reader.facts)
      counts.append(workers[index].reader.principals.principals.count)
    }
    // Taken out again, so that nothing is copied where it is changed.
    let taken = Guarded(consume parts)
    return Prepared { [counts] in
      var parts: [IdentityFacts] = []
      taken.withLock { swap(&parts, &$0) }
      return JoinedFacts(consume parts, callers: counts)
    }
  }

  /// Joins the facts of workers that have so many callers each. A caller is numbered as if their
  /// tables of callers were one behind the other.
  private init(_ parts: consuming [IdentityFacts], callers counts: [Int]) {
    var first = 0
    for (index, count) in counts.enumerated() {
      facts.add(&parts[index], callersFrom: first)
      first += count
    }
    facts.settle()
    sessions = SessionGraph(issuedBy: facts)
    callers = first
  }

  /// The graph with those who used what was issued; `tables` are those of the same workers.
  consuming func sessions(of tables: JoinedTables) -> SessionGraph {
    let numbers = tables.translations.flatMap(\.principals)
    precondition(numbers.count == callers, "facts and tables are those of the same workers")
    facts.renumber(numbers)
    sessions.join(
      tables.principals.principals, facts, coverageStart: tables.coverage.start)
    return sessions
  }
}
