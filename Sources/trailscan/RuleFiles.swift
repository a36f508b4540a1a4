import GzipStream
import Incident
import Reports
import Sigma

/// Loads Sigma rules from the files and folders that a user names.
enum RuleFiles {
  /// The rules, and everything that was noticed.
  struct Loading {
    var rules: RuleSet
    var files: Int
    var diagnostics: Diagnostics
    /// Files that could not be read, as sentences.
    var unreadable: [String]

    /// Every fault, ready to be shown: unreadable files, then rules in the order of the files.
    var faults: [String] { unreadable + diagnostics.errors.map(\.description) }
  }

  /// Reads the rules at `paths`; below folders those of files that end in `.yml` or `.yaml`.
  ///
  /// Names that no analysis knows are faults; fields that CloudTrail does not have, warnings.
  static func load(_ paths: [String], _ vocabulary: RuleVocabulary) -> Loading {
    let found = LogFinder.find(paths)
    var unreadable = found.failures.map { failure in
      Trouble(file: failure.path.description, cause: .read(failure.error)).sentence
    }
    var diagnostics = Diagnostics()
    var sources: [SourceText] = []
    for file in found.files where file.isNamed || isRule(file.name) {
      switch TextFile.read(file.name, at: file.path) {
      case .success(let source): sources.append(source)
      case .failure(.unreadable(let sentence)): unreadable.append(sentence)
      case .failure(.noText(let error)): diagnostics.add(error)
      }
    }
    let rules = RuleSet(loading: sources, vocabulary: vocabulary, diagnostics: &diagnostics)
    return Loading(
      rules: rules, files: sources.count, diagnostics: diagnostics, unreadable: unreadable)
  }

  private static func isRule(_ name: String) -> Bool {
    name.hasSuffix(".yml") || name.hasSuffix(".yaml")
  }
}
