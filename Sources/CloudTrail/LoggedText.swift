/// A text that an envelope of CloudWatch Logs holds and that is no record of CloudTrail: what some
/// program wrote to a log group.
package struct LoggedText: Equatable, Sendable {
  /// When it was logged, as it stands there: milliseconds since 1970 in JSON exports,
  /// `2026-03-02 10:15:13.000` in results of Logs Insights; nil where nothing tells.
  package var time: String?
  /// The log stream, where the envelope names it.
  package var stream: String?
  /// What was written.
  package var text: String

  /// A text.
  package init(time: String?, stream: String?, text: String) {
    self.time = time
    self.stream = stream
    self.text = text
  }
}
