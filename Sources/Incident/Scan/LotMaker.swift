internal import CloudTrail

/// Gathers the records of a large file into lots, which go to whoever has time: another worker, or
/// the consumer of the worker that reads the file.
struct LotMaker<C: LogScan.Consumer>: LogScan.Consumer {
  private(set) var own: C
  private let exchange: LotExchange
  private var lot: RecordLot

  /// A maker of lots from `file`.
  init(own: consuming C, _ exchange: LotExchange, file: Int) {
    self.own = own
    self.exchange = exchange
    lot = exchange.emptied(for: file)
  }

  mutating func take(_ bytes: Span<UInt8>, _ mark: RecordMark, file: Int, index: Int) {
    lot.add(bytes, mark, index: index)
    if lot.bytes.count >= exchange.size { handOver(file: file) }
  }

  mutating func take(_ item: EvidenceItem, file: Int, index: Int) {
    own.take(item, file: file, index: index)
  }

  mutating func take(_ digest: DigestFile, file: Int) { own.take(digest, file: file) }

  mutating func finish(file: Int) { handOver(file: file) }

  private mutating func handOver(file: Int) {
    if lot.items.isEmpty { return }
    if exchange.offer(lot) {
      lot = exchange.emptied(for: file)
    } else {
      own.take(lot)
      lot.restart(file: file)
    }
  }
}
