import GzipStream
import Incident
import Reports

/// Writes whole documents.
enum Writing {
  /// Writes `bytes` and gives the file its name.
  static func write(_ bytes: [UInt8], _ output: inout OutputFile) throws {
    do throws(LogReadError) {
      try output.write(bytes)
    } catch {
      throw CommandError.output("the output", error)
    }
    try commit(&output)
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
