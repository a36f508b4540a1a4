internal import ByteScan

extension RecordSplitter {
  /// One value, handed out with the window that holds it.
  struct Unit {
    var range: Range<Int>
    /// What was seen on the way from its start to its end.
    var scan: ValueScan
  }

  /// What a step came to.
  enum Step {
    /// A value, which `unit` describes.
    case unit
    /// A list ended that is known to be a digest's or a Config file's; its elements were skipped.
    case skippedList(ListKind)
    /// An envelope ended in which no list was found.
    case emptyEnvelope
    case needsBytes
    case finished
  }

  /// Lists that are entered, by the key that names them.
  enum ListKind: Equatable {
    case records
    case digest
    case configuration
    case control
  }
}
