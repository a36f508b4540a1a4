import CloudTrail
import FleetModel
import GzipStream
import Incident

/// The records of some log files as text, to be written again in another way.
struct LogTexts {
  var files: [(path: FilePath, records: [String])] = []

  /// Reads all files below `folder`.
  init(below folder: FilePath) throws {
    for path in try LogFolder.logFiles(in: folder) {
      var log = try LogReader(path: path)
      var reader = RecordReader()
      var records: [String] = []
      while try log.read(upTo: 1 << 16, appendingTo: &reader.buffer) > 0 {}
      reader.end()
      try reader.drain { bytes, mark in
        records.append(String(decoding: JSONText.copy(bytes, mark.range), as: UTF8.self))
      }
      files.append((path, records))
    }
  }

  /// All records, file after file.
  var records: [String] { files.flatMap(\.records) }
}

extension Analyzed {
  /// Without what tells where in the input a record stood.
  var withoutPlaces: Analyzed {
    var copy = self
    for index in copy.analysis.timeline.indices {
      copy.analysis.timeline[index].source = TimelineEntry.Source(file: "", index: 0)
    }
    for index in copy.analysis.coverage.indices {
      copy.analysis.coverage[index].files = 0
      copy.analysis.coverage[index].hours.withFiles = 0
      copy.analysis.coverage[index].missing = []
      copy.analysis.coverage[index].settledTime = nil
    }
    copy.analysis.summary.filesRead = 0
    copy.analysis.summary.storedBytes = 0
    copy.analysis.summary.plainBytes = 0
    return copy
  }
}
