extension FilePath {
  /// What may stand before JSON: a byte order mark in UTF-8, and blanks.
  private static let lead: [UInt8] = [0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D]

  /// True where gzip and a reader of JSON make something of the file: it can be opened, is no
  /// base64, and what it holds begins with an object or an array.
  package var beginsAsJSON: Bool {
    do throws(LogReadError) {
      var reader = try LogReader(path: self)
      var head: [UInt8] = []
      _ = try reader.read(upTo: 4_096, appendingTo: &head)
      let first = head.first { !Self.lead.contains($0) }
      return !reader.isBase64 && (first == UInt8(ascii: "{") || first == UInt8(ascii: "["))
    } catch {
      return false
    }
  }
}
