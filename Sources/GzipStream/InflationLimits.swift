/// How large a file may become when it is inflated, so that a bomb stays a damaged file.
package struct InflationLimits: Equatable, Sendable {
  /// Inflated bytes a file.
  package var fileSize: Int
  /// Inflated bytes for each stored byte, judged once `ratioGrace` bytes have come out.
  package var ratio: Int
  /// Inflated bytes below which any ratio passes: small files of blanks compress well.
  package var ratioGrace: Int

  /// 64 GiB a file; 400 : 1 from 64 MiB on (CloudTrail's own logs measure 8 to 30 : 1).
  package static let standard = InflationLimits(
    fileSize: 64 << 30, ratio: 400, ratioGrace: 64 << 20)

  /// Limits of these sizes.
  package init(fileSize: Int, ratio: Int, ratioGrace: Int) {
    self.fileSize = fileSize
    self.ratio = ratio
    self.ratioGrace = ratioGrace
  }

  /// Throws `.tooLarge` where `plain` bytes out of `stored` compressed ones are too many.
  func check(plain: Int, stored: Int, isCompressed: Bool) throws(LogReadError) {
    if plain > fileSize {
      throw LogReadError(.tooLarge("over \(fileSize) bytes inflated"), at: stored)
    }
    if isCompressed, plain > ratioGrace, plain / ratio > stored {
      throw LogReadError(.tooLarge("inflates more than \(ratio) : 1"), at: stored)
    }
  }
}
