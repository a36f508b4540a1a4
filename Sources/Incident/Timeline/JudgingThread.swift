internal import CloudTrail
internal import Dispatch
internal import GzipStream

/// Puts the events in order, judges whose each is and settles the rules for its kind, on a thread
/// of its own, some lots ahead of the engines that ask rules about them.
///
///     runs ─► EventMerge ─► EventSieve ─► TimelineBuilder ─► KindSettler ─► [ some lots wait ] ─► engines
///                                               ▲                                                     │
///                                               └──────────── events that are done with ─────────────┘
///
/// The thread makes everything it works with itself, of values that both threads may read. What it
/// settled goes along with the events, what else it learned comes back at the end. No more than
/// `room` lots are held. It also ends the events that have been told, and entries that come back:
/// the memory is its own.
final class JudgingThread: Sendable {
  /// What the thread begins with.
  struct Work: Sendable {
    var batches: [EventBatch]
    var translations: [Translation]
    var graph: RunnerGraph
    var callers: RunnerCallers
    /// True where bare calls that `callers` do not want are passed over.
    var passesBareCalls: Bool
    /// The ids of records of which another one takes the place.
    var replaced: Set<EventID>
    var strings: StringTable
    var principals: [Principal]
    /// The files that were read, and what is known of them.
    var input: FileCoverage.Source
    /// What is known of the runners beforehand.
    var known: Prepared<KnownRunners>
    var countsSessions: Bool
    /// True to judge every event, also those that can be on no timeline.
    var admitsAll: Bool
    /// The rules that engines ask; nil where there are no engines.
    var rules: AskedRules?
    /// How many kinds of events they stay settled for.
    var kinds: Int
    /// Entries that come back to be ended; nil where none do.
    var spent: SpentItems<TimelineEntry?>?
  }

  /// What is known when all events have been judged.
  struct Outcome: Sendable {
    /// What timelines hold, by the number of the runner.
    var runners: [Runner] = []
    var sessions: [Session] = []
    /// Buckets of which a data event was passed over.
    var dataBuckets: Set<String> = []
    var duplicates = 0
    /// Bare calls that were passed over.
    var passed = 0
    var conflicts = 0
    /// Records of which a later one took the place.
    var superseded = 0
    var evidenceCopies = 0
    var duplicatesByPlace: [CoverageTally.Place: Int] = [:]
    /// What the names of the files and the digests tell.
    var files = FileCoverage()
  }

  private enum Message {
    case lot([TimelineBuilder.Item], KindSettler.News)
    case end(Outcome)
    case failed(LogReadError)
  }

  /// Events that go from thread to thread at a time, at most.
  static let lotSize = 256
  /// Lots that may lie between the threads: enough for two processors to be busy where three
  /// threads want them.
  private static let room = 24

  private let waiting = Guarded<[Message]>([])
  /// Events that were told.
  private let done = SpentItems<JudgedEvent>()
  /// The memory of lots that were taken, for the next ones: a list of that size that is given back
  /// makes `free` tidy up all small blocks.
  private let spare = Guarded<[[TimelineBuilder.Item]]>([])
  private let spent: SpentItems<TimelineEntry?>?
  private let filled = DispatchSemaphore(value: 0)
  // A semaphore must not end with less than it began with.
  private let free = DispatchSemaphore(value: 0)

  /// Starts the thread.
  init(_ work: Work) {
    spent = work.spent
    for _ in 0..<Self.room { free.signal() }
    // A queue of its own has a thread of its own, however many others wait.
    DispatchQueue(label: "trailscan.judging").asyncElsewhere { [self] in judge(work) }
  }

  /// Hands out all items in order, on the calling thread, and before them what rules ask of their
  /// kinds; returns what was learned of them.
  func run(
    learn: (KindSettler.News) -> Void, _ take: (inout TimelineBuilder.Item) -> Void
  ) throws(LogReadError) -> Outcome {
    while true {
      filled.wait()
      let message = waiting.withLock { $0.removeFirst() }
      free.signal()
      switch consume message {
      case .lot(var items, let news):
        learn(news)
        for index in items.indices { take(&items[index]) }
        items.removeAll(keepingCapacity: true)
        spare.withLock { spare in
          // Moved, not copied: a list that is held twice gets new memory.
          spare.append([])
          swap(&spare[spare.count - 1], &items)
        }
      case .end(let outcome): return outcome
      case .failed(let error): throw error
      }
    }
  }

  /// Takes events back that nobody needs any more; none are left.
  func takeBack(_ events: inout [JudgedEvent]) {
    done.add(&events)
    events = []
  }

  private func send(_ message: Message) {
    free.wait()
    waiting.withLock { $0.append(message) }
    filled.signal()
  }

  /// Sends a lot; the other thread changes it in place, so nothing of it stays here.
  private func send(_ lot: inout [TimelineBuilder.Item], _ news: KindSettler.News) {
    free.wait()
    var next = spare.withLock { $0.popLast() } ?? []
    next.reserveCapacity(Self.lotSize)
    waiting.withLock { waiting in
      waiting.append(.lot(lot, news))
      swap(&lot, &next)
      next = []
    }
    filled.signal()
    endSpent()
  }

  // MARK: The thread

  /// Ends the events and entries that came back.
  private func endSpent() {
    done.end()
    spent?.end()
  }

  private func judge(_ work: Work) {
    let last: Message
    do throws(LogReadError) {
      last = .end(try judged(work))
    } catch {
      last = .failed(error)
    }
    done.close()
    spent?.close()
    send(last)
  }

  private func judged(_ work: Work) throws(LogReadError) -> Outcome {
    var batches = work.batches
    var merge = try EventMerge(
      &batches, work.translations, wanted: work.passesBareCalls ? work.callers : nil,
      replaced: work.replaced)
    merge.evidence = Set(
      EvidenceRecord.Source.allCases.compactMap { work.strings.find($0.rawValue) })
    let attributor = Attributor(
      graph: work.graph, strings: work.strings, principals: work.principals)
    let tables = EventTables(
      strings: work.strings, principals: work.principals, graph: work.graph)
    var builder = TimelineBuilder(
      attributor: attributor, tables, files: work.input.files.map(\.name),
      countsSessions: work.countsSessions)
    var sieve = EventSieve(attributor, work.callers, names: work.known.value.names)
    var outcome = Outcome()
    var lot: [TimelineBuilder.Item] = []
    var size = LotSize(first: 4, most: Self.lotSize)
    var settler = work.rules.map { KindSettler($0, limit: work.kinds) }
    let collect = { (item: consuming TimelineBuilder.Item) in
      if !item.isPassedOver { item.kind = settler?.kind(of: item.judged, tables) }
      lot.append(item)
      if lot.count == size.next {
        self.send(&lot, settler?.takeNews() ?? KindSettler.News())
        size.send()
      }
    }
    while try merge.next() {
      if work.admitsAll || sieve.admits(merge.current) {
        builder.take(merge.current.event(), collect)
      } else {
        builder.pass(over: merge.current)
        sieve.noteData(merge.current, in: &outcome.dataBuckets)
        if merge.current.flags.contains(.hasAnswers) {
          builder.pass(overAnswered: merge.current.event(), collect)
        }
      }
    }
    builder.finish(collect)
    send(&lot, settler?.takeNews() ?? KindSettler.News())
    outcome.runners = builder.runners()
    outcome.sessions = work.countsSessions ? builder.sessions() : []
    outcome.duplicates = merge.duplicates
    outcome.passed = merge.passed
    outcome.conflicts = merge.conflicts
    outcome.superseded = merge.superseded
    outcome.evidenceCopies = merge.evidenceCopies
    outcome.duplicatesByPlace = merge.duplicatesByPlace(work.strings)
    // The engines are still at the last lots.
    outcome.files = FileCoverage(work.input)
    return outcome
  }
}

/// Gives events back to the thread that judged them, a lot at a time.
struct ToldEvents {
  private let thread: JudgingThread
  private var events: [JudgedEvent] = []

  /// Events of `thread`.
  init(of thread: JudgingThread) { self.thread = thread }

  /// Takes an event that has been told, or is about to be.
  mutating func add(_ event: JudgedEvent) {
    events.append(event)
    guard events.count == JudgingThread.lotSize else { return }
    thread.takeBack(&events)
  }
}

extension JudgingThread.Outcome {
  /// Completes the runners with what was noticed of them, in the order of the graph, and with what
  /// the inventory lists; they are by name then.
  mutating func settle(_ graph: RunnerGraph, suspicions: [Runner.Suspicion]) {
    for (index, suspicion) in suspicions.enumerated() where index < runners.count {
      runners[index].suspicion = suspicion
    }
    runners.sort { ($0.name, $0.profile) < ($1.name, $1.profile) }
    guard let inventory = graph.naming.inventory else { return }
    InventoryReview(inventory: inventory, graph: graph).complete(&runners)
  }
}
