import Foundation
import Testing

/// The real executable, run as a user runs it.
///
///     let run = try Trailscan.run(["events", "logs"], in: folder)
///     run.expectSuccess()
///     expectSame(run.output, "…")
///
/// Standard streams are files of the test's folder, so that no pipe can fill or break.
enum Trailscan {
  /// Where the build has put the executable: beside the test bundle.
  static let executable: URL = {
    let places = [CommandLine.arguments.first.map { URL(filePath: $0) }, Bundle.main.executableURL]
    let bundles = Bundle.allBundles.map(\.bundleURL)
    let folders = (places.compactMap { $0 } + bundles).map { $0.deletingLastPathComponent() }
    let found = folders.map { $0.appending(path: "trailscan") }.first {
      FileManager.default.isExecutableFile(atPath: $0.path)
    }
    return found ?? packageRoot.appending(path: ".build/debug/trailscan")
  }()

  /// The folder of Package.swift.
  static let packageRoot = URL(filePath: #filePath).appending(path: "../../../..")
    .standardizedFileURL

  /// The committed sample, as a path.
  static let sample = packageRoot.appending(path: "SampleLogs").path

  /// Seconds after which a command hangs: no measure of speed, for tests run beside one another.
  static let patience: Double = 300

  /// Runs the executable with `arguments` and waits for its end.
  static func run(
    _ arguments: [String], in folder: TestFolder, input: URL? = nil,
    environment: [String: String] = [:], timeout: Double = patience
  ) throws -> Run {
    let process = try RunningProcess(
      executable, arguments, in: folder, input: input, environment: environment)
    return try process.wait(timeout: timeout)
  }

  /// Runs a line of shell, in which `trailscan` is the executable.
  static func shell(
    _ line: String, in folder: TestFolder, workingFolder: URL? = nil,
    environment: [String: String] = [:], timeout: Double = patience
  ) throws -> Run {
    let inherited = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    var environment = environment
    environment["PATH"] = executable.deletingLastPathComponent().path + ":" + inherited
    let process = try RunningProcess(
      URL(filePath: "/bin/sh"), ["-c", line], in: folder, workingFolder: workingFolder,
      environment: environment)
    return try process.wait(timeout: timeout)
  }

  /// True where the shell finds the tool.
  static func isInstalled(_ tool: String) -> Bool {
    (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
      .contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)") }
  }
}

/// A process that has been started and writes into files.
final class RunningProcess {
  let process = Process()
  private let ended = DispatchSemaphore(value: 0)
  private let output: URL
  private let error: URL
  private let command: String

  init(
    _ executable: URL, _ arguments: [String], in folder: TestFolder, workingFolder: URL? = nil,
    input: URL? = nil, environment: [String: String] = [:]
  ) throws {
    command = ([executable.lastPathComponent] + arguments).joined(separator: " ")
    let number = folder.nextStream()
    output = folder.streams.appending(path: "\(number).out")
    error = folder.streams.appending(path: "\(number).err")
    for file in [output, error] { try Data().write(to: file) }
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = workingFolder ?? folder.url
    process.environment = Self.environment(environment)
    process.standardInput =
      try input.map { try FileHandle(forReadingFrom: $0) }
      ?? FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: error)
    process.terminationHandler = { [ended] _ in ended.signal() }
    try process.run()
  }

  /// Ours without what changes how text looks, and with what the test gives.
  private static func environment(_ given: [String: String]) -> [String: String] {
    var all = ProcessInfo.processInfo.environment
    for name in ["NO_COLOR", "COLUMNS", "TERM"] { all[name] = nil }
    return all.merging(given) { $1 }
  }

  /// Waits for the end; a process that takes longer than `timeout` seconds is killed.
  func wait(timeout: Double = Trailscan.patience) throws -> Run {
    if ended.wait(timeout: .now() + timeout) == .timedOut {
      Issue.record("after \(timeout) seconds not done: \(command)")
      process.terminate()
      if ended.wait(timeout: .now() + 5) == .timedOut { kill() }
    }
    return Run(
      command: command, outputBytes: try Data(contentsOf: output),
      error: String(decoding: try Data(contentsOf: error), as: UTF8.self),
      code: process.terminationStatus, wasKilled: process.terminationReason == .uncaughtSignal)
  }

  private func kill() {
    let killer = Process()
    killer.executableURL = URL(filePath: "/bin/kill")
    killer.arguments = ["-9", "\(process.processIdentifier)"]
    try? killer.run()
    ended.wait()
  }
}
