import ByteScan
import CloudTrail
import Foundation

/// Everything that a `RecordReader` makes of some bytes.
struct Reading: Equatable {
  var records: [String] = []
  var sources: [String] = []
  var names: [String] = []
  var ids: [String?] = []
  var offsets: [Int] = []
  var spansLines: [Bool] = []
  var errors: [RecordError] = []
  var tally = FileTally()

  /// Reads `bytes` in chunks of the sizes given, over and over; `mapping` may map records ahead.
  init(
    _ bytes: [UInt8], chunks: [Int] = [1 << 16], kernel: MarkKernel = .fastest,
    limits: RecordLimits = .standard, mapping: RecordReader.Mapping = { _, _, _ in nil }
  ) {
    var reader = RecordReader(kernel: kernel, limits: limits)
    var position = 0
    var turn = 0
    while position < bytes.count {
      let end = min(bytes.count, position + chunks[turn % chunks.count])
      reader.buffer.append(contentsOf: bytes[position..<end])
      position = end
      turn += 1
      drain(&reader, mapping)
    }
    reader.end()
    drain(&reader, mapping)
    tally = reader.tally
  }

  /// Reads the UTF-8 bytes of `text`.
  init(text: String, chunks: [Int] = [1 << 16], limits: RecordLimits = .standard) {
    self.init(Array(text.utf8), chunks: chunks, limits: limits)
  }

  private mutating func drain(_ reader: inout RecordReader, _ mapping: RecordReader.Mapping) {
    while true {
      do {
        try reader.drain(mapping: mapping) { bytes, mark in
          records.append(Self.text(bytes, mark.range))
          sources.append(Self.text(bytes, mark.eventSource))
          names.append(Self.text(bytes, mark.eventName))
          ids.append(mark.eventID(in: bytes).map { Self.text(bytes, $0) })
          offsets.append(mark.offset)
          spansLines.append(mark.spansLines)
        }
        return
      } catch let error {
        errors.append(error)
        if !reader.recover() { return }
      }
    }
  }

  private static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    String(decoding: JSONText.copy(bytes, range), as: UTF8.self)
  }
}
