import GzipStream
import Incident
import Reports

/// Writes whole documents.
enum Writing {
  /// Writes `bytes` and gives the file its name.
  static func write(_ bytes: [UInt8], _ output: inout OutputFile) throws {
    try append(bytes, &output)
    try commit(&output)
  }

  /// Writes what `body` hands out, part by part, and gives the file its name.
  static func write(
    _ output: inout OutputFile, _ body: (_ sink: ([UInt8]) throws -> Void) throws -> Void
  ) throws {
    try body { try append($0, &output) }
    try commit(&output)
  }

  private static func append(_ bytes: [UInt8], _ output: inout OutputFile) throws {
    do throws(LogReadError) {
      try output.write(bytes)
    } catch {
      throw CommandError.output("the output", error)
    }
  }

  /// Gives the file its name.
  static func commit(_ output: inout OutputFile) throws {
    do throws(LogReadError) {
      try output.commit()
    } catch {
      throw CommandError.output("the output", error)
    }
  }
}
