/// The ids of the catalogue of detections, in the order of the chain.
enum Catalogue {
  static let ids: [String] =
    ids("F", 12) + ids("S", 13) + ids("E", 19) + ids("D", 18) + ids("K", 9) + ids("I", 11)
    + ids("L", 11) + ids("N", 4) + ids("O", 5)

  private static func ids(_ family: String, _ count: Int) -> [String] {
    (1...count).map { "\(family)\($0 < 10 ? "0" : "")\($0)" }
  }
}
