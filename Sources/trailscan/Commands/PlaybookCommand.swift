import ArgumentParser

struct PlaybookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "playbook")
}
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "report")
}
