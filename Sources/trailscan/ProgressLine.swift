import Dispatch
import GzipStream
import Incident
import Reports
import Synchronization

/// One line on stderr that tells how far a scan is, drawn anew ten times a second.
///
/// Stored bytes are the measure: they are known before. The line is cleared before anything else
/// is said.
final class ProgressLine: Sendable {
  let counts = LogScan.Progress()
  private let total: Int
  private let files: Int
  private let start = DispatchTime.now()
  private let isOver = Atomic(false)
  private let isShown: Bool
  // One for each direction: who signals must not take its own signal for the answer.
  private let stop = DispatchSemaphore(value: 0)
  private let done = DispatchSemaphore(value: 0)

  /// A line for the scan of `files`; nothing is drawn where `isShown` is false.
  init(files: [LogFile], isShown: Bool) {
    total = files.reduce(0) { $0 + $1.size }
    self.files = files.count
    self.isShown = isShown
    guard isShown else { return }
    // On a queue of its own: it waits most of the time, and takes nobody's thread for that.
    DispatchQueue(label: "trailscan.progress").async { [self] in
      repeat {
        draw()
      } while stop.wait(timeout: .now() + .milliseconds(100)) == .timedOut
      Terminal.say("\r\u{1B}[K")
      done.signal()
    }
  }

  /// Clears the line.
  func finish() {
    guard isShown, !isOver.exchange(true, ordering: .relaxed) else { return }
    stop.signal()
    done.wait()
  }

  private func draw() {
    let bytes = counts.bytes.load(ordering: .relaxed)
    let elapsed =
      Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
    let rate = Double(bytes) / max(elapsed, 0.001)
    var line = "\(counts.files.load(ordering: .relaxed)) of \(files) files, "
    line += "\(bytes >> 20) of \(total >> 20) MiB, "
    line += "\(counts.records.load(ordering: .relaxed)) records, \(Int(rate) >> 20) MiB/s"
    if elapsed > 2, bytes > 0, total > bytes {
      line += ", \(Int(Double(total - bytes) / rate) + 1) s left"
    }
    let width = (Terminal.width(.error) ?? 80) - 1
    Terminal.say("\r" + String(line.prefix(width)) + "\u{1B}[K")
  }
}
