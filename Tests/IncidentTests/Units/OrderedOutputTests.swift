import Dispatch
import FleetModel
import GzipStream
import Incident
import Synchronization
import Testing

@Suite struct OrderedOutputTests {
  /// Lines of some files, a few of them under one id.
  private static func files(_ generator: inout SeededGenerator) -> [[(id: EventID?, line: String)]]
  {
    (0..<30).map { file in
      (0..<generator.below(30)).map { index in
        let shared = generator.below(5) == 0
        let id: EventID? =
          generator.below(10) == 0
          ? nil : .text(shared ? "shared-\(generator.below(20))" : "\(file)/\(index)")
        return (id, "\(file)/\(index) " + String(repeating: "x", count: generator.below(200)))
      }
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6]) func anyScheduleGivesTheOrderOfTheFiles(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let files = Self.files(&generator)
    var seen: Set<EventID> = []
    let expected = files.joined().filter { $0.id.map { seen.insert($0).inserted } ?? true }
      .map(\.line)
    // From "everything fits" down to "everybody waits for their turn".
    let limit = [1 << 20, 4_000, 1][Int(seed) % 3]
    let written = Guarded<[UInt8]>([])
    let output = OrderedOutput(limit: limit, deduplicates: true) { bytes in
      var copy: [UInt8] = []
      for index in bytes.indices { copy.append(bytes[index]) }
      written.withLock { $0 += copy }
      return true
    }
    Self.run(files, by: 5, into: output, seed: seed)
    let lines = written.withLock { $0 }.split(separator: 0x0A)
      .map { String(decoding: $0, as: UTF8.self) }
    #expect(lines == expected)
    #expect(output.counts.written == expected.count)
    #expect(output.counts.duplicates == files.joined().count - expected.count)
  }

  @Test func nobodyWaitsForAReaderWhoHasGone() {
    var generator = SeededGenerator(seed: 9)
    let files = Self.files(&generator)
    let calls = Atomic(0)
    let output = OrderedOutput(limit: 1, deduplicates: true) { _ in
      calls.wrappingAdd(1, ordering: .relaxed).newValue < 3
    }
    Self.run(files, by: 4, into: output, seed: 9)
    #expect(output.isStopped)
    #expect(calls.load(ordering: .relaxed) == 3)
  }

  /// Workers that take the next file in order and offer at random moments.
  private static func run(
    _ files: [[(id: EventID?, line: String)]], by workers: Int, into output: OrderedOutput,
    seed: UInt64
  ) {
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      var generator = SeededGenerator(seed: seed * 100 + UInt64(worker))
      while true {
        let file = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard file < files.count else { return }
        var batch = OrderedOutput.Batch()
        for (id, line) in files[file] {
          batch.bytes += Array(line.utf8) + [0x0A]
          batch.records.append((id, batch.bytes.count))
          if generator.below(6) == 0 { output.offer(&batch, file: file) }
        }
        output.finish(&batch, file: file)
      }
    }
  }
}
