// bench marks                                     bytes a second of every kernel
// bench inflate FOLDER                            bytes a second of every engine, by way of files
//                                                 in FOLDER
// bench limit PATH [zlib|isal] [--threads N]      inflates the .gz files below PATH, nothing else
import GzipStream

/// Reads the words behind `limit`, runs it and prints what it came to.
func runLimit(_ words: ArraySlice<String>) -> Bool {
  var words = words
  var threads = 2
  if let option = words.firstIndex(of: "--threads") {
    guard option + 1 < words.endIndex, let count = Int(words[option + 1]), count > 0 else {
      return false
    }
    threads = count
    words.removeSubrange(option...option + 1)
  }
  guard let path = words.popFirst(), words.count < 2,
    let engine = words.first.map(InflateEngine.init(rawValue:)) ?? .fastest,
    let result = LimitBenchmark(engine: engine, threads: threads).run(path)
  else { return false }
  print("\(engine.versionText), \(threads) threads: \(result.line)")
  if result.refused > 0 { print("\(result.refused) files are no sound gzip files") }
  return true
}

let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "marks": MarkBenchmark.run()
case "inflate" where arguments.count == 2: try InflateBenchmark.run(in: FilePath(arguments[1]))
case "limit" where runLimit(arguments.dropFirst()): break
default:
  print("usage: bench marks | bench inflate FOLDER | bench limit PATH [zlib|isal] [--threads N]")
}
