/// How many bytes a request to S3 moved, as its record says.
enum TransferredBytes {
  /// No request moves more than the largest object has, 50 TB (Amazon S3 user guide, "Uploading and
  /// copying objects"). What claims more is made up, and must not make sums too large for a number.
  private static let most = 1e14

  /// The number in a text, logged as `1234.0`; 0 where it is none that can be.
  static func read(_ text: String?) -> Int {
    guard let number = text.flatMap(Double.init), (0...most).contains(number) else { return 0 }
    return Int(number)
  }
}
