internal import GzipStream

/// The compressed files themselves: a tree of many, or one.
struct LogFiles: ~Copyable {
  private static let head = Array("{\"Records\":[".utf8)
  private static let tail = Array("]}".utf8)

  private let folder: FilePath
  private let options: LogOptions
  private var gzip: GzipWriter
  /// The one file of the formats with one file.
  private var whole: OutputFile?
  private var lastFolder = ""
  private var isFirst = true

  init(folder: FilePath, options: LogOptions) throws(LogReadError) {
    self.folder = folder
    self.options = options
    gzip = GzipWriter(level: options.level)
    try folder.makeFolders()
    guard options.format != .awslogs else { return }
    let name = options.format == .ndjson ? "events.ndjson.gz" : "events.json.gz"
    whole = try OutputFile(path: folder.appending(Array(name.utf8)), replacing: false)
  }

  /// Writes the records at `ranges` of `bytes`, in that order.
  mutating func write(
    records ranges: [Range<Int>], of bytes: [UInt8], to delivery: Delivery, suffix: String
  ) throws(LogReadError) {
    switch options.format {
    case .awslogs:
      let text = Self.head + joined(ranges, of: bytes, separator: ",") + Self.tail
      try writeFile(text, to: delivery, suffix: suffix)
    case .ndjson:
      try append(joined(ranges, of: bytes, separator: "\n") + [UInt8(ascii: "\n")], finish: false)
    case .single:
      let before = isFirst ? Self.head : [UInt8(ascii: ",")]
      try append(before + joined(ranges, of: bytes, separator: ","), finish: false)
    }
    isFirst = false
  }

  /// Ends the one file of the formats with one file.
  mutating func finish() throws(LogReadError) {
    guard options.format != .awslogs else { return }
    let end = options.format == .ndjson ? [] : (isFirst ? Self.head : []) + Self.tail
    try append(end, finish: true)
    if var file = whole.take() { try file.commit() }
  }

  private func joined(_ ranges: [Range<Int>], of bytes: [UInt8], separator: Unicode.Scalar)
    -> [UInt8]
  {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + ranges.count + 16)
    for (index, range) in ranges.enumerated() {
      if index > 0 { text.append(UInt8(ascii: separator)) }
      text.append(contentsOf: bytes[range])
    }
    return text
  }

  private mutating func writeFile(_ text: [UInt8], to delivery: Delivery, suffix: String)
    throws(LogReadError)
  {
    let name = delivery.folder
    let place = folder.appending(Array(name.utf8))
    if name != lastFolder { try place.makeFolders() }
    lastFolder = name
    var file = try OutputFile(
      path: place.appending(Array(delivery.fileName(suffix: suffix).utf8)), replacing: false)
    var compressed: [UInt8] = []
    gzip.write(text.span, finish: true, appendingTo: &compressed)
    try file.write(compressed)
    try file.commit()
  }

  private mutating func append(_ text: [UInt8], finish: Bool) throws(LogReadError) {
    var compressed: [UInt8] = []
    gzip.write(text.span, finish: finish, appendingTo: &compressed)
    if !compressed.isEmpty { try whole?.write(compressed) }
  }
}
