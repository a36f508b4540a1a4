import ByteScan
import GzipStream

/// The version of the tool.
enum Version {
  /// As reports name it.
  static let text = "0.1.0"

  /// As `--version` names it, with what this build inflates with and this processor scans with.
  static var full: String {
    "\(text) (inflates with \(InflateEngine.fastest.versionText), scans with \(MarkKernel.fastest.rawValue))"
  }
}
