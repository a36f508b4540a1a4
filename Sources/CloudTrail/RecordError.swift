/// Why bytes could not be read as CloudTrail records, and where.
package struct RecordError: Error, Equatable, Sendable {
  /// What is wrong with the bytes.
  package enum Reason: Equatable, Sendable {
    /// Not JSON (RFC 8259): what stands there instead of what was expected.
    case notJSON(String)
    /// JSON of another shape than its kind has: what is missing or wrong.
    case incomplete(String)
    /// The input ends inside a value.
    case unfinished
    /// Arrays and objects nest deeper than this many levels.
    case tooDeep(limit: Int)
    /// One record takes more than this many bytes.
    case tooLong(limit: Int)
  }

  /// What is wrong.
  package var reason: Reason
  /// The 0-based offset of the offending byte, in the bytes given or in the inflated stream.
  package var offset: Int

  /// Names a fault at an offset.
  package init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}

extension RecordError: CustomStringConvertible {
  /// The fault as a phrase, without its place.
  package var description: String {
    switch reason {
    case .notJSON(let what): "not JSON: \(what)"
    case .incomplete(let what): what
    case .unfinished: "the input ends inside a record"
    case .tooDeep(let limit): "nested deeper than \(limit) levels"
    case .tooLong(let limit): "a record of more than \(limit) bytes"
    }
  }
}
