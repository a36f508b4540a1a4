import ArgumentParser
import FoundationEssentials
import GzipStream
import Reports

/// Where the result goes, and in which form.
struct OutputOptions: ParsableArguments {
  /// When something that suits a person only is wanted.
  enum When: String, NamedOption {
    case auto, always, never
  }

  @Option(
    help: ArgumentHelp(
      """
      auto, text, ndjson, json, csv, tsv, markdown or html, unless the command says that it has \
      fewer; auto is text on a terminal, else ndjson.
      """,
      valueName: "format"))
  var format = "auto"

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp(
      "Write to this file; its ending tells the format. It appears when it is complete.",
      valueName: "file"))
  var output: String?

  @Flag(help: "Replace the output file where it exists.")
  var force = false

  @Option(help: "Colour: auto, always or never; NO_COLOR is heeded.")
  var color = When.auto

  @Option(help: "Progress on stderr: auto, always or never.")
  var progress = When.auto

  @Flag(name: [.customShort("q"), .long], help: "No notes and no closing line on stderr.")
  var quiet = false

  /// The file to write; nil for standard output, which `-` names too.
  private var file: String? { output == "-" ? nil : output }

  /// The form to write, of those that a command knows.
  func resolvedFormat(_ known: [Format]) throws -> Format {
    if format != "auto" { return try named(format, known, "--format") }
    guard let output = file else {
      return Terminal.isPresent(.output) && known.contains(.text) ? .text : .ndjson
    }
    let ending = output.split(separator: ".").last.map { $0.lowercased() } ?? ""
    let endings = [
      "json": "json", "ndjson": "ndjson", "jsonl": "ndjson", "csv": "csv", "tsv": "tsv",
      "md": "markdown", "markdown": "markdown", "html": "html", "htm": "html", "txt": "text",
    ]
    guard let format = endings[ending].flatMap(Format.init), known.contains(format) else {
      throw CommandError.usage(
        "-o \(output): the ending names no format of this command; add --format "
          + known.map(\.rawValue).joined(separator: "|"))
    }
    return format
  }

  /// The form to write, of those that a command knows; `otherwise` on the standard output where
  /// nobody asked for one.
  func resolvedFormat(_ known: [Format], otherwise: Format) throws -> Format {
    format == "auto" && file == nil ? otherwise : try resolvedFormat(known)
  }

  private func named(_ name: String, _ known: [Format], _ option: String) throws -> Format {
    guard let format = Format(rawValue: name), known.contains(format) else {
      throw CommandError.usage(
        "\(option) takes auto, \(known.map(\.rawValue).joined(separator: ", ")), not '\(name)'")
    }
    return format
  }

  /// How text looks where it goes.
  var style: TextStyle {
    let environment = ProcessInfo.processInfo.environment
    let columns = environment["COLUMNS"].flatMap { Int($0) }
    let isSeen = file == nil && Terminal.isPresent(.output)
    let isPlain =
      environment["NO_COLOR"].map { !$0.isEmpty } ?? false || environment["TERM"] == "dumb"
    let usesColour =
      switch color {
      case .always: true
      case .never: false
      case .auto: isSeen && !isPlain
      }
    return TextStyle(
      width: max(40, (isSeen ? Terminal.width(.output) : nil) ?? columns ?? 100),
      usesColour: usesColour)
  }

  /// Opens where the result goes, before anything is read.
  func open() throws -> OutputFile {
    guard let output = file else { return OutputFile() }
    do throws(LogReadError) {
      let opened = try OutputFile(path: FilePath(output), replacing: force)
      if let temporary = opened.temporaryPath { Interruption.handle { temporary.remove() } }
      return opened
    } catch {
      throw CommandError.output(output, error)
    }
  }

  /// True where progress is to be shown.
  var showsProgress: Bool {
    switch progress {
    case .always: true
    case .never: false
    case .auto: !quiet && Terminal.isPresent(.error)
    }
  }
}
