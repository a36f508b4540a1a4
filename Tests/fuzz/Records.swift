import ByteScan
import CloudTrail

/// Reads the records of `input` with every kernel, whole and in chunks: the same records at the
/// same places, the same damage, the same counts.
func fuzzRecords(_ input: [UInt8]) {
  let whole = Records(input, .plain, chunk: max(1, input.count))
  for kernel in MarkKernel.allCases where kernel.isAvailable {
    // Every cut of a short text, a few of a long one.
    for chunk in input.count < 200 ? [1, 2, 64] : [61, 64, 1 << 16] {
      for mapsAhead in [false, true] {
        precondition(
          Records(input, kernel, chunk: chunk, mapsAhead: mapsAhead) == whole,
          "\(kernel), \(chunk) bytes, mapped ahead: \(mapsAhead)")
      }
    }
  }
}

/// What a reader makes of some bytes.
private struct Records: Equatable {
  var texts: [[UInt8]] = []
  var places: [[Int?]] = []
  var errors: [RecordError] = []
  var messages: [LoggedText] = []
  var tally = FileTally()

  private static let limits = RecordLimits(size: 1 << 12, nesting: 12)

  init(_ input: [UInt8], _ kernel: MarkKernel, chunk: Int, mapsAhead: Bool = false) {
    var reader = RecordReader(kernel: kernel, limits: Self.limits)
    var outliner = RecordOutliner(names: ["eventSource", "eventName", "eventID"])
    var outline = RecordOutline()
    var map = JSONMap(kernel: kernel)
    let mapping = { (bytes: Span<UInt8>, start: Int, isNext: Bool) -> RecordMark? in
      guard mapsAhead else { return nil }
      return outliner.read(
        bytes, recordAt: start, isNext: isNext, nesting: Self.limits.nesting, into: &map, &outline)
    }
    var position = 0
    var goesOn = true
    while goesOn, position < input.count {
      let end = min(input.count, position + chunk)
      reader.buffer.append(contentsOf: input[position..<end])
      position = end
      goesOn = drain(&reader, mapping)
    }
    reader.end()
    if goesOn { _ = drain(&reader, mapping) }
    tally = reader.tally
  }

  /// False where the rest cannot be read.
  private mutating func drain(
    _ reader: inout RecordReader, _ mapping: RecordReader.Mapping
  ) -> Bool {
    while true {
      do throws(RecordError) {
        try reader.drain(mapping: mapping) { bytes, mark in take(bytes, mark) }
        messages += reader.takeTexts()
        return true
      } catch {
        messages += reader.takeTexts()
        errors.append(error)
        if !reader.recover() { return false }
      }
    }
  }

  private mutating func take(_ bytes: Span<UInt8>, _ mark: RecordMark) {
    let start = mark.range.lowerBound
    texts.append(JSONText.copy(bytes, mark.range))
    let id = mark.eventID(in: bytes)
    places.append([
      mark.offset, mark.eventSource.lowerBound - start, mark.eventSource.upperBound - start,
      mark.eventName.lowerBound - start, mark.eventName.upperBound - start,
      id.map { $0.lowerBound - start }, id.map { $0.upperBound - start }, mark.spansLines ? 1 : 0,
    ])
  }
}
