/// The version of the tool, as reports name it.
enum Version {
  static let text = "0.1.0"
}
