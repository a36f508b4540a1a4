#if !FUZZING
  import Foundation

  /// Runs a target once on each of the named files, as libFuzzer has saved them.
  @main struct Replay {
    static func main() throws {
      let arguments = CommandLine.arguments.dropFirst()
      guard let name = arguments.first, let target = FuzzTarget(rawValue: name) else {
        let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: "|")
        FileHandle.standardError.write(Data("usage: fuzz \(names) FILE...\n".utf8))
        exit(2)
      }
      for file in arguments.dropFirst() {
        target.run(Array(try Data(contentsOf: URL(fileURLWithPath: file))))
      }
      print("\(name): \(arguments.count - 1) inputs, no promise broken")
    }
  }
#endif
