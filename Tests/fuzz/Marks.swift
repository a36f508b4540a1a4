import ByteScan

/// Marks the whole blocks of `input` with every kernel, in one call and block by block.
func fuzzMarks(_ input: [UInt8]) {
  let plain = marks(input, with: .plain, step: .max)
  for kernel in MarkKernel.allCases where kernel.isAvailable {
    for step in [1, 3, Int.max] {
      precondition(marks(input, with: kernel, step: step) == plain, "\(kernel), step \(step)")
    }
  }
}

/// Everything that a kernel says about `input`, `step` blocks a call.
private func marks(_ input: [UInt8], with kernel: MarkKernel, step: Int) -> Marks {
  let count = input.count / 64
  var result = Marks()
  var done = 0
  while done < count {
    let blocks = min(step, count - done)
    var part = [BlockMarks](repeating: BlockMarks(), count: blocks)
    var span = part.mutableSpan
    kernel.mark(
      input.span, from: done * 64, blocks: blocks, state: &result.state, into: &span)
    result.blocks += part
    done += blocks
  }
  return result
}

/// The marks of all blocks, and the state behind them.
private struct Marks: Equatable {
  var blocks: [BlockMarks] = []
  var state = MarkState()
}
