import GzipStream
import Incident
import Reports
import Sigma

/// Reads the texts that people write for trailscan: playbooks, rules, lists.
enum TextFile {
  /// Why a text could not be had.
  enum Fault: Error {
    /// The file cannot be read; a sentence.
    case unreadable(String)
    /// What it holds is no text.
    case noText(RuleError)

    /// What to tell a person.
    var description: String {
      switch self {
      case .unreadable(let sentence): sentence
      case .noText(let error): error.description
      }
    }
  }

  /// How large a text may be: beyond it, it is some other file named by mistake.
  private static let limit = 64 << 20

  /// The text of a file, called `name` in messages; nil for `path` stands for standard input.
  static func read(_ name: String, at path: FilePath?) -> Result<SourceText, Fault> {
    var bytes: [UInt8] = []
    do throws(LogReadError) {
      if let path {
        var reader = try LogReader(path: path)
        while try reader.read(upTo: 1 << 16, appendingTo: &bytes) > 0, bytes.count <= limit {}
      } else {
        var reader = LogReader()
        while try reader.read(upTo: 1 << 16, appendingTo: &bytes) > 0, bytes.count <= limit {}
      }
    } catch {
      return .failure(.unreadable(Trouble(file: name, cause: .read(error)).sentence))
    }
    if bytes.count > limit {
      return .failure(.unreadable("\(name): more than \(limit >> 20) MiB are no text for people"))
    }
    do throws(RuleError) {
      return .success(try SourceText(name: name, bytes: bytes))
    } catch {
      return .failure(.noText(error))
    }
  }
}
