package import Incident

extension Silenced {
  /// What was silenced, why and until when:
  /// `suppressed: 3 matches of N01 until 2026-12-31T00:00:00Z (a known change)`.
  package var sentence: String {
    "suppressed: \(count.counted("match", "matches")) of \(names) until \(until) "
      + "(\(VisibleText(reason).text))"
  }

  /// That it has run out though there was something left to silence; nil where it has not.
  package var warning: String? {
    late == 0
      ? nil
      : "warning: the suppression of \(names) ran out at \(until) (\(VisibleText(reason).text)): "
        + "\(late.counted("later match", "later matches")) "
        + "\(late == 1 ? "is" : "are") told again"
  }

  private var names: String {
    VisibleText(finding).text + (runner.map { " for \(VisibleText($0).text)" } ?? "")
  }
}
