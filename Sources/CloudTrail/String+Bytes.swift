internal import ByteScan

/// Texts that are looked for byte by byte.
///
/// `contains(_:)` and `firstRange(of:)` of strings compare characters, which takes some ten times
/// as long.
extension String {
  /// What stands behind the first `part`; nil where it is not there.
  package func behind(_ part: String) -> Substring? { self[...].behind(part) }

  /// True where the bytes of `part` stand in it.
  package func holds(_ part: String) -> Bool { behind(part) != nil }

  /// The text with `other` in the place of each `part`, which must not be empty.
  package func replacingBytes(_ part: String, with other: String) -> String {
    precondition(!part.isEmpty, "nothing stands everywhere")
    var made = ""
    var rest = self[...]
    while let behind = rest.behind(part) {
      made += Substring(rest.utf8.dropLast(part.utf8.count + behind.utf8.count))
      made += other
      rest = behind
    }
    return made + rest
  }
}

extension Substring {
  /// What stands behind the first `part`; nil where it is not there.
  fileprivate func behind(_ part: String) -> Substring? {
    let (text, wanted) = (utf8Span, part.utf8Span)
    guard let place = text.span.place(of: wanted.span) else { return nil }
    return Substring(utf8.dropFirst(place + wanted.count))
  }
}
