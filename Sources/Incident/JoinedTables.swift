internal import CloudTrail
internal import GzipStream

/// Who called KMS through a service for an object that the call names, and with which key; none
/// where it names no key.
struct KeyCaller: Hashable, Sendable {
  /// The number of the principal.
  var principal: Int
  var key: StringID
}

/// The tables of all workers made one.
struct JoinedTables {
  var strings = StringTable()
  var principals = PrincipalTable()
  var coverage = CoverageTally()
  var kept = 0
  var undated = 0
  var digests: [DigestFile] = []
  var translations: [Translation] = []
  var mentionedRoles: Set<String> = []
  /// Who called through services and named the object that it was for, and with which keys.
  var keyCallers: Set<KeyCaller> = []
  /// Buckets that are no runner's and of which data events were read.
  var dataBuckets: Set<String> = []
  /// Whose bare calls were passed over, and in which files.
  var passedCalls: [CallerPlace] = []

  /// Joins the tables and takes them from the workers one after another, so that no more than one
  /// of them is held twice.
  init(_ workers: inout [AnalysisWorker]) {
    for index in workers.indices {
      kept += workers[index].kept
      digests += workers[index].digests
      let reader = workers[index].releaseReader()
      undated += reader.undated
      let numbers = principals.merge(reader.principals)
      let texts = strings.merge(reader.strings)
      translations.append(Translation(strings: texts, principals: numbers))
      for caller in reader.keyCallers {
        keyCallers.insert(
          KeyCaller(principal: numbers[caller.principal], key: texts[Int(caller.key.number)]))
      }
      dataBuckets.formUnion(reader.dataBuckets)
      coverage.merge(reader.coverage)
      mentionedRoles.formUnion(reader.mentionedRoles)
      passedCalls += reader.bareCalls.passed.map { place in
        CallerPlace(
          file: place.file, principal: Int32(numbers[Int(place.principal)]),
          isOnObjects: place.isOnObjects)
      }
    }
  }

  /// Adds what workers found of `missed` calls in a second reading; callers, facts and coverage are
  /// those of the first.
  mutating func add(_ workers: inout [AnalysisWorker], _ missed: MissedCalls) {
    for index in workers.indices {
      kept += workers[index].kept
      let reader = workers[index].releaseReader()
      translations.append(
        Translation(
          strings: strings.merge(reader.strings),
          principals: missed.numbers(of: reader.principals.principals)))
    }
  }
}

/// The facts of all workers, and the graph of what they say was issued.
struct JoinedFacts: Sendable {
  private var facts = IdentityFacts()
  private var sessions: SessionGraph

  /// Takes the facts from the workers, and begins to join them on a thread of its own: tables are
  /// joined meanwhile.
  static func begin(_ workers: inout [AnalysisWorker]) -> Prepared<JoinedFacts> {
    var parts: [IdentityFacts] = []
    var counts: [Int] = []
    for index in workers.indices {
      parts.append(IdentityFacts())
      swap(&parts[index], &workers[index].reader.facts)
      counts.append(workers[index].reader.principals.principals.count)
    }
    // Taken out again, so that nothing is copied where it is changed.
    let taken = Guarded(parts)
    return Prepared { [counts] in
      var parts: [IdentityFacts] = []
      taken.withLock { swap(&parts, &$0) }
      return JoinedFacts(parts, callers: counts)
    }
  }

  /// Joins `parts`, whose callers are numbered through: so many of each.
  private init(_ parts: consuming [IdentityFacts], callers counts: [Int]) {
    var first = 0
    for (index, count) in counts.enumerated() {
      var part = IdentityFacts()
      swap(&part, &parts[index])
      facts.add(part, callersFrom: first)
      first += count
    }
    facts.settle()
    sessions = SessionGraph(issuedBy: facts, callers: first)
  }

  /// The graph with those who used what was issued, whose numbers are those of `tables`.
  consuming func sessions(of tables: JoinedTables) -> SessionGraph {
    facts.renumber(tables.translations.flatMap(\.principals))
    sessions.join(
      tables.principals.principals, facts, coverageStart: tables.coverage.start)
    return sessions
  }
}
