internal import CloudTrail
internal import GzipStream

extension Analyzer {
  /// What the inventory lists of runners; nil without one.
  var runnerInventory: RunnerInventory? {
    inventory.isEmpty ? nil : RunnerInventory(inventory, profiles: profiles)
  }

  /// True to judge every event, also those that can be on no timeline.
  var admitsAll: Bool { tellsAll || playbook?.asksAnyCall == true }

  /// True where bare calls need not be told: where neither sessions nor all events are asked for.
  var passesBareCalls: Bool { !listsSessions && !admitsAll }

  /// True where bare calls may be passed over at first, because what turns out to be missing can be
  /// read again. Where the first damaged file ends the scan, that is not so.
  func mayReadTwice(_ scan: LogScan) -> Bool {
    passesBareCalls && scan.isRepeatable && !scan.isStrict
  }

  /// Reads the files of `scan` with its workers; of bare calls, these are kept.
  func read(
    _ scan: LogScan, _ bareCalls: BareCalls, _ keeper: RecordKeeper?, _ progress: LogScan.Progress
  ) -> (consumers: [AnalysisWorker], summary: ScanSummary) {
    let (selection, nesting, kernel) = (selection, scan.records.nesting, scan.kernel)
    let (folder, memory) = (temporaryFolder, memory)
    let buckets = RunnerBuckets(profiles: profiles, inventory: runnerInventory)
    return scan.run(progress: progress) {
      AnalysisWorker(
        reader: EventReader(
          selection: selection, keeper: keeper, nesting: nesting, bareCalls: bareCalls,
          buckets: buckets, kernel: kernel),
        evidence: EvidenceReader(files: scan.files),
        batch: EventBatch(folder: folder, limit: memory))
    }
  }

  /// Reads the bare calls that were passed over and that `callers` want after all, from the files
  /// that hold some; returns them. Files are expected to hold what they held before;
  /// one that cannot be read any more is a trouble.
  func readMissed(
    _ scan: LogScan, _ callers: RunnerCallers, _ keeper: RecordKeeper?,
    _ joined: inout JoinedTables, _ summary: inout ScanSummary
  ) throws(LogReadError) -> [EventBatch] {
    let missed = MissedCalls(joined.passedCalls, joined.principals.principals) { place in
      callers.wants(Int(place.principal), isOnObject: place.isOnObjects)
    }
    joined.passedCalls = []
    if missed.files.isEmpty { return [] }
    var second = scan
    second.order = missed.files
    var (workers, found) = read(second, .missed(missed), keeper, LogScan.Progress())
    for worker in workers {
      if let error = worker.failure { throw error }
    }
    joined.add(&workers, missed)
    summary.addLate(found.troubles)
    return workers.map(\.batch)
  }
}

extension LogScan {
  /// The same scan with files from everywhere first, every so many in path order, so that what is
  /// to be known of an account is known early.
  var spread: LogScan {
    var scan = self
    let step = 32
    scan.order = (0..<min(step, files.count)).flatMap { first in
      stride(from: first, to: files.count, by: step)
    }
    return scan
  }
}
