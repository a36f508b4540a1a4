internal import CloudTrail

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
  /// The ids of records of which a record of the second reading takes the place.
  var replaced: Set<EventID> = []
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
      replaced.formUnion(reader.facts.replaced)
      translations.append(
        Translation(
          strings: strings.merge(reader.strings),
          principals: missed.numbers(of: reader.principals.principals)))
    }
  }
}
