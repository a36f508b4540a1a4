/// How the bytes of a file are stored.
enum StoredEncoding: Equatable {
  case plain
  case gzip
  case base64Gzip

  /// How many bytes at the start of a file decide.
  static let headSize = 6

  /// Compressions that logs come in and that are not read here.
  private static let others: [(magic: [UInt8], name: String)] = [
    ([0x28, 0xB5, 0x2F, 0xFD], "zstd"), ([0x42, 0x5A, 0x68], "bzip2"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz"), ([0x50, 0x4B, 0x03, 0x04], "zip"),
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "7z"), ([0x04, 0x22, 0x4D, 0x18], "lz4"),
    ([0x1F, 0x9D], "compress"), (Array("PAR1".utf8), "Parquet"),
  ]

  /// What `head`, the first bytes of a file, says about the rest; throws at another compression.
  init(of head: [UInt8]) throws(LogReadError) {
    for other in Self.others where head.starts(with: other.magic) {
      throw LogReadError(.unsupportedCompression(other.name), at: 0)
    }
    if head.starts(with: [0x1F, 0x8B]) {
      self = .gzip
    } else if head.starts(with: "H4sI".utf8) {
      // Base64 of 1F 8B 08.
      self = .base64Gzip
    } else {
      self = .plain
    }
  }
}
