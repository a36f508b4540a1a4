import CloudTrail
import Testing

/// Texts that are looked for byte by byte.
@Suite struct StringBytesTests {
  @Test func findsWhatStandsFirst() {
    #expect("arn:aws:kms:x:key/1:key/2".behind("key/") == "1:key/2")
    #expect("aab".behind("ab") == "" && "abc".behind("") == "abc")
    #expect("ab".behind("abc") == nil && "".behind("a") == nil)
    #expect("aws-cli/2".holds("cli/") && !"aws-cli/2".holds("CLI"))
    // Bytes, not characters: an e and an accent are no single letter.
    #expect("cafe\u{301}".holds("e") && !"cafe\u{301}".holds("\u{E9}"))
  }

  @Test(arguments: [
    ("a{r}b{r}", "x", "axbx"), ("{r}", "", ""), ("{r{r}", "x", "{rx"), ("ü{r}ü", "€", "ü€ü"),
    ("", "x", ""), ("r}{", "x", "r}{"), ("{r}{r}", "{r}", "{r}{r}"),
  ])
  func putsAnotherInTheirPlace(_ text: String, _ other: String, _ expected: String) {
    #expect(text.replacingBytes("{r}", with: other) == expected)
  }
}
