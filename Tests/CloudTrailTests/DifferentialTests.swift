import ByteScan
import CloudTrail
import Foundation
import GzipStream
import Testing

/// The scanner against Foundation's JSON, on every public file at hand.
@Suite(.enabled(if: SharedData.isPresent, "the shared test data is absent"))
struct DifferentialTests {
  @Test(arguments: SharedData.files(below: "invictus") + SharedData.files(below: "stratus"))
  func theScannerFindsWhatFoundationFinds(file: URL) throws {
    let bytes = try plain(file)
    let expected = try foundationRecords(bytes)
    let reading = Reading(bytes)
    #expect(reading.errors.isEmpty)
    #expect(try canonical(reading.records) == expected.map(\.json).sorted())
    #expect(reading.sources == expected.map(\.source))
    #expect(reading.names == expected.map(\.name))
  }

  @Test(arguments: SharedData.files(below: "records"))
  func singleRecordsAreFound(file: URL) throws {
    let bytes = try plain(file)
    let expected = try foundationRecords(bytes)
    let reading = Reading(bytes)
    #expect(reading.errors.isEmpty)
    #expect(try canonical(reading.records) == expected.map(\.json).sorted())
  }

  @Test func everyKernelAndChunkSizeGivesTheSame() throws {
    let file = try #require(
      SharedData.files(below: "invictus").first { $0.path.contains("1205Z_UljX") })
    let bytes = try plain(file)
    let expected = Reading(bytes)
    for kernel in MarkKernel.allCases where kernel.isAvailable {
      for chunks in [[1 << 16], [61], [64, 3], [1_000, 1, 63], [4_096]] {
        #expect(Reading(bytes, chunks: chunks, kernel: kernel) == expected)
      }
    }
  }

  private func plain(_ file: URL) throws -> [UInt8] {
    var reader = try LogReader(path: FilePath(file.path))
    var bytes: [UInt8] = []
    while try reader.read(upTo: 1 << 16, appendingTo: &bytes) > 0 {}
    return bytes
  }

  /// The records that Foundation reads, in the order of the file.
  private func foundationRecords(_ bytes: [UInt8]) throws -> [(
    json: String, source: String, name: String
  )] {
    let value = try JSONSerialization.jsonObject(with: Data(bytes))
    let list = (value as? [String: Any])?["Records"] ?? value
    let single = (list as? [String: Any]).map { [$0] } ?? []
    let records = list as? [[String: Any]] ?? single
    return try records.compactMap { record in
      guard let source = record["eventSource"] as? String,
        let name = record["eventName"] as? String
      else { return nil }
      let data = try JSONSerialization.data(withJSONObject: record, options: .sortedKeys)
      return (String(decoding: data, as: UTF8.self), source, name)
    }
  }
}
