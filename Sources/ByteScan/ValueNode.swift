/// One value of a JSON text and its place, as `MarkKernel.map` notes it.
///
/// The fields are those of `bytescan_node`, in the same order; `JSONMap` gives them their meaning.
/// Places are in bytes.
package struct ValueNode: Equatable, Sendable {
  /// 0 object, 1 array, 2 string, 3 number, 4 boolean, 5 null.
  package var rawKind: UInt8
  /// 1 where the string, or the key, holds a backslash, else 0.
  package var escaped: UInt8 = 0
  package var keyEscaped: UInt8 = 0
  private var unused: UInt8 = 0
  /// What is between the quotes of the key; -1 where there is none.
  package var keyStart: Int32 = -1
  package var keyEnd: Int32 = -1
  /// What is between the quotes of a string, else the whole text of the value.
  package var start: Int32
  package var end: Int32
  /// The number of the first node behind the value and all in it.
  package var nextNode: Int32

  /// A value at `range` without a key, before the node `next`.
  package init(rawKind: UInt8, _ range: Range<Int>, next: Int) {
    self.rawKind = rawKind
    start = Int32(range.lowerBound)
    end = Int32(range.upperBound)
    nextNode = Int32(next)
  }
}
