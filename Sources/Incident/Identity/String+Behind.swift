extension String {
  /// What stands behind the first `part`, which is looked for byte by byte; nil where it is not there.
  ///
  /// `firstRange(of:)` compares characters, which takes some ten times as long.
  func behind(_ part: String) -> Substring? {
    let wanted = part.utf8
    guard let first = wanted.first else { return self[...] }
    var rest = utf8[...]
    while let found = rest.firstIndex(of: first) {
      rest = rest[found...]
      if rest.starts(with: wanted) { return Substring(rest.dropFirst(wanted.count)) }
      rest = rest.dropFirst()
    }
    return nil
  }
}
