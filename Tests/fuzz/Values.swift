import ByteScan

/// Scans the value that `input` is, behind a bracket, with every kernel, whole and in two pieces.
///
/// The first byte says where the pieces part, and its lowest bit whether lines begin values.
func fuzzValues(_ input: [UInt8]) {
  guard let head = input.first else { return }
  let blanks = [UInt8](repeating: 0x20, count: ValueScan.reach)
  let bytes = [UInt8(ascii: "{")] + input.dropFirst() + blanks
  let isLine = head & 1 == 1
  let plain = Scanned(bytes, isLine, .plain, cut: bytes.count)
  for kernel in MarkKernel.allCases where kernel.isAvailable {
    for cut in [bytes.count, Int(head), bytes.count / 2] where cut <= bytes.count {
      precondition(Scanned(bytes, isLine, kernel, cut: cut) == plain, "\(kernel), cut at \(cut)")
    }
  }
}

/// What a scan says of a value.
private struct Scanned: Equatable {
  var step: ValueScan.Step
  var end = -1
  var keys: [Int?] = []
  var spansLines = false

  init(_ bytes: [UInt8], _ isLine: Bool, _ kernel: MarkKernel, cut: Int) {
    var scan = ValueScan(isLine: isLine)
    step = kernel.scan(Array(bytes[..<cut]).span, valueAt: 0, &scan)
    if step == .needsBytes { step = kernel.scan(bytes.span, valueAt: 0, &scan) }
    if step != .needsBytes { end = scan.position }
    guard step == .ended else { return }
    keys = [scan.eventSource, scan.eventName, scan.eventID]
    spansLines = scan.spansLines
    Self.check(scan.sourceText, behind: (scan.eventSource ?? 0) + 13, in: bytes)
    Self.check(scan.nameText, behind: (scan.eventName ?? 0) + 11, in: bytes)
  }

  /// A text that was found stands behind its key and a colon, and has no escapes.
  private static func check(_ text: Range<Int>?, behind key: Int, in bytes: [UInt8]) {
    guard let text else { return }
    precondition(text.lowerBound == key + 2 && bytes[text.upperBound] == UInt8(ascii: "\""))
    precondition(bytes[key..<text.lowerBound].elementsEqual(":\"".utf8))
    precondition(!bytes[text].contains { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C })
  }
}
