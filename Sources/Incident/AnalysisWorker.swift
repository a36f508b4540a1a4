internal import CloudTrail
internal import Evidence
internal import GzipStream

/// One worker of an analysis: reads the records it is given into events.
struct AnalysisWorker: LogScan.Consumer, Sendable {
  var reader: EventReader
  var evidence: EvidenceReader
  var batch: EventBatch
  var kept = 0
  var failure: LogReadError?
  var malformed = MalformedRecords()
  var digests: [DigestFile] = []

  mutating func take(_ digest: DigestFile, file: Int) { digests.append(digest) }

  mutating func take(_ item: EvidenceItem, file: Int, index: Int) {
    if reader.bareCalls.isSecondReading { return }
    evidence.read(item, file: file, index: index, &reader).map { keep($0) }
  }

  mutating func keep(_ event: Event) {
    guard failure == nil else { return }
    do throws(LogReadError) { try batch.append(event) } catch { failure = error }
  }

  mutating func take(_ bytes: Span<UInt8>, _ mark: RecordMark, file: Int, index: Int) {
    guard failure == nil else { return }
    do throws(RecordError) {
      guard let event = try reader.read(bytes, mark, file: file, index: index) else { return }
      kept += 1
      do throws(LogReadError) { try batch.append(event) } catch { failure = error }
    } catch {
      malformed.note(error, mark, file: file)
    }
  }

  mutating func finish(file: Int) {
    if reader.bareCalls.isSecondReading { return }
    for event in evidence.finish(file: file, &reader) { keep(event) }
  }

  /// Gives the reader away; the worker reads no more.
  mutating func releaseReader() -> EventReader {
    let last = reader
    reader = EventReader(selection: nil, keeper: nil, nesting: 1)
    return last
  }
}

/// The tables of all workers made one.
struct JoinedTables {
  var strings = StringTable()
  var principals = PrincipalTable()
  var facts = IdentityFacts()
  var coverage = CoverageTally()
  var kept = 0
  var undated = 0
  var digests: [DigestFile] = []
  var translations: [Translation] = []
  var mentionedRoles: Set<String> = []
  /// The principals whose calls through services name an object.
  var keyCallers: Set<Int> = []
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
      translations.append(
        Translation(strings: strings.merge(reader.strings), principals: numbers))
      facts.merge(reader.facts, principals: numbers)
      keyCallers.formUnion(reader.keyCallers.map { numbers[$0] })
      coverage.merge(reader.coverage)
      mentionedRoles.formUnion(reader.mentionedRoles)
      passedCalls += reader.bareCalls.passed.map { place in
        CallerPlace(file: place.file, principal: Int32(numbers[Int(place.principal)]))
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
