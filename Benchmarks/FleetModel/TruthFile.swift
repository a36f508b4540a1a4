internal import GzipStream

/// One file of the truth: a JSON object a line.
struct TruthFile: ~Copyable {
  private static let flushSize = 1 << 18

  private var file: OutputFile
  private var buffer = JSONWriter()

  init(folder: FilePath, name: String) throws(LogReadError) {
    let place = folder.appending(Array("truth".utf8))
    try place.makeFolders()
    file = try OutputFile(path: place.appending(Array(name.utf8)), replacing: false)
  }

  mutating func write(_ line: JSON) throws(LogReadError) {
    buffer.write(line)
    buffer.bytes.append(UInt8(ascii: "\n"))
    if buffer.bytes.count >= Self.flushSize { try flush() }
  }

  private mutating func flush() throws(LogReadError) {
    try file.write(buffer.bytes)
    buffer.bytes.removeAll(keepingCapacity: true)
  }

  mutating func finish() throws(LogReadError) {
    try flush()
    try file.commit()
  }

  /// Writes a whole file.
  static func write(_ lines: [JSON], to folder: FilePath, name: String) throws(LogReadError) {
    var file = try TruthFile(folder: folder, name: name)
    for line in lines { try file.write(line) }
    try file.finish()
  }
}
