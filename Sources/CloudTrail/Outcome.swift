/// How a call ended, by its error code.
package enum Outcome: String, CaseIterable, Sendable {
  case success
  case denied
  case throttled
  case notFound
  case error

  /// Words that mark a code as a denial. Services spell it in many ways: `AccessDenied`,
  /// `AccessDeniedException`, `Client.UnauthorizedOperation`, `VpceAccessDenied` …
  private static let denials = [
    "AccessDenied", "UnauthorizedOperation", "Unauthorized", "NotAuthorized", "AuthFailure",
    "Forbidden", "ExpiredToken", "InvalidClientTokenId",
  ]

  /// The outcome of a call with `errorCode`; nil and the empty code mean success.
  package init(errorCode: String?) {
    guard let code = errorCode, !code.isEmpty else {
      self = .success
      return
    }
    if Self.denials.contains(where: { code.holds($0) }) {
      self = .denied
    } else if code.holds("Throttl") || code.holds("RequestLimitExceeded")
      || code.holds("TooManyRequests") || code == "SlowDown"
    {
      self = .throttled
    } else if code.holds("NoSuch") || code.holds("NotFound")
      || code.holds("NonExist")
    {
      self = .notFound
    } else {
      self = .error
    }
  }
}
