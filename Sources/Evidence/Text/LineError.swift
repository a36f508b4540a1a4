/// Why a line could not be read.
package struct LineError: Error, Equatable, Sendable {
  /// What is missing, in words.
  package var reason: String

  /// A fault.
  package init(_ reason: String) { self.reason = reason }
}
