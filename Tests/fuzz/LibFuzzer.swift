#if FUZZING
  import CFuzz
  import Foundation

  /// The target that the environment names; `marks` where it names none.
  private let target: FuzzTarget = {
    let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? FuzzTarget.marks.rawValue
    guard let target = FuzzTarget(rawValue: name) else {
      preconditionFailure("FUZZ_TARGET is none of \(FuzzTarget.allCases.map(\.rawValue))")
    }
    return target
  }()

  /// What libFuzzer calls, by way of C, for each input.
  @c(trailscan_fuzz_run)
  public func runFuzzTarget() {
    target.run((0..<fuzz_input_count()).map { fuzz_input_byte($0) })
  }
#endif
