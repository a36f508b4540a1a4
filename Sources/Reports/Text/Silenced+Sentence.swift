package import Incident

extension Silenced {
  /// What was silenced, why and until when:
  /// `suppressed: 3 matches of N01 until 2026-12-31T00:00:00Z (a known change)`.
  package var sentence: String {
    let matches = VisibleText(finding).text
    let words =
      "suppressed: \(count.counted("match", "matches")) of \(matches) until \(until) "
      + "(\(VisibleText(reason).text))"
    return isExpired ? words + "; it has run out, and later ones are shown" : words
  }
}
