extension String {
  /// The text in quotes, so that a POSIX shell takes it as one word whatever is in it
  /// (POSIX.1-2024, Shell Command Language, 2.2.2).
  package var shellQuoted: String {
    "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  /// The text as it is where a shell takes it so, else in quotes.
  package var shellWord: String {
    let isPlain = allSatisfy { $0.isLetter || $0.isNumber || "-_./:=,+@%".contains($0) }
    return isPlain && !isEmpty ? self : shellQuoted
  }
}
