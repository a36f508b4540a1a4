import CloudTrail
import Evidence
import GzipStream
package import Incident

/// Troubles as sentences: what is wrong where, what was saved, what to do.
extension Trouble {
  /// The whole sentence, with the file: a line for standard error and for reports.
  package var sentence: String {
    "\(word): \(VisibleText.escaped(file)): \(problem)\(others)"
  }

  /// How many more faults the file has, to follow `problem`; empty where there are none.
  var others: String { more == 0 ? "" : " (and \(more.counted("further fault")) in this file)" }

  /// What is wrong and what to do, without the file.
  var problem: String {
    switch cause {
    case .read(let error): error.sentence
    case .record(let error): error.sentence
    case .line(let error, let number):
      "line \(number.grouped) cannot be read: \(VisibleText.escaped(error.reason)); "
        + "the lines around it were read"
    case .notALog: "holds nothing of CloudTrail; name log files or the folder that holds them"
    }
  }

  /// The offset of the fault, in stored or inflated bytes.
  var offset: Int? {
    switch cause {
    case .read(let error):
      if case .system = error.reason { nil } else { error.offset }
    case .record(let error): error.offset
    case .notALog, .line: nil
    }
  }

  private var word: String {
    switch cause {
    case .notALog: return "not a log"
    case .record, .line: return "damaged"
    case .read(let error):
      switch error.reason {
      case .system, .unsupportedCompression: return "unreadable"
      case .truncated, .corrupt, .trailingGarbage, .tooLarge: return "damaged"
      }
    }
  }
}

extension LogReadError {
  fileprivate var sentence: String {
    let place = "at byte \(offset.grouped) of the file"
    return switch reason {
    case .system(let operation, let number):
      "cannot \(operation) it: \(ErrorNumber(number).sentence)"
    case .truncated:
      "gzip data ends early, \(place); the records before it were read; fetch the file again"
    case .corrupt(let what):
      "compressed data is corrupt (\(VisibleText.escaped(what))), \(place); "
        + "the records before it were read; fetch the file again"
    case .trailingGarbage:
      "bytes that are not gzip follow, \(place); the records before it were read; "
        + "compare the file with the original"
    case .tooLarge(let limit):
      "\(VisibleText.escaped(limit)): reading stopped \(place); "
        + "raise the limit if the file is to be trusted"
    case .unsupportedCompression(let name):
      "is compressed with \(VisibleText.escaped(name)); unpack it first, "
        + "only gzip and plain text are read"
    }
  }
}

extension RecordError {
  fileprivate var sentence: String {
    let place = "at byte \(offset.grouped) of the content"
    return switch reason {
    case .notJSON(let what):
      "not JSON, \(VisibleText.escaped(what)), \(place); what could be read around it was read"
    case .incomplete(let what):
      "\(VisibleText.escaped(what)); it tells nothing; fetch the file again"
    case .unfinished:
      "ends inside a record, \(place); the records before it were read; fetch the file again"
    case .tooDeep(let limit):
      "a record nests deeper than \(limit.counted("level")), \(place); it was passed over; "
        + "raise the limit if the file is to be trusted"
    case .tooLong(let limit):
      "a record takes more than \(limit.counted("byte")), \(place); it was passed over; "
        + "raise the limit if the file is to be trusted"
    }
  }
}
