/// What a correlation measures in a window, kept up to date as events enter and leave.
struct CorrelationMeasure {
  private let kind: Correlation.Kind
  private let percentile: Int
  private var events = 0
  private var counts: [String: Int] = [:]
  /// The numbers of the window, ascending.
  private var numbers: [Double] = []

  init(kind: Correlation.Kind, percentile: Int) {
    self.kind = kind
    self.percentile = percentile
  }

  /// The measure of the window; nil where nothing can be measured.
  var value: Double? {
    switch kind {
    case .eventCount: Double(events)
    case .valueCount, .temporal: Double(counts.count)
    case .valueSum: numbers.isEmpty ? nil : numbers.reduce(0, +)
    case .valueAverage: numbers.isEmpty ? nil : numbers.reduce(0, +) / Double(numbers.count)
    case .valuePercentile: rank(percentile)
    case .valueMedian: rank(50)
    case .temporalOrdered: nil
    }
  }

  mutating func add(_ event: CorrelationInput) {
    events += 1
    for name in names(of: event) { counts[name, default: 0] += 1 }
    for number in finite(event) { numbers.insert(number, at: position(of: number)) }
  }

  mutating func remove(_ event: CorrelationInput) {
    events -= 1
    for name in names(of: event) {
      let left = (counts[name] ?? 0) - 1
      counts[name] = left > 0 ? left : nil
    }
    for number in finite(event) { numbers.remove(at: position(of: number)) }
  }

  /// What is told apart: values, or rules.
  private func names(of event: CorrelationInput) -> [String] {
    switch kind {
    case .valueCount: event.values.map { $0.lowercased() }
    case .temporal: ["\(event.rule)"]
    default: []
    }
  }

  private func finite(_ event: CorrelationInput) -> [Double] {
    switch kind {
    case .valueSum, .valueAverage, .valuePercentile, .valueMedian:
      event.values.compactMap { Double($0) }.filter(\.isFinite)
    default: []
    }
  }

  /// The place of the first number that is not less.
  private func position(of number: Double) -> Int {
    var low = 0
    var high = numbers.count
    while low < high {
      let middle = (low + high) / 2
      if numbers[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The least number that is not below `percent` of all.
  private func rank(_ percent: Int) -> Double? {
    guard !numbers.isEmpty else { return nil }
    let rank = (numbers.count * percent + 99) / 100
    return numbers[max(0, rank - 1)]
  }
}
