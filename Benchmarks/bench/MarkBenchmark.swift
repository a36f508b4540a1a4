import ByteScan

/// How fast each kernel marks a chunk, and finds the ends of the records in it. The chunk stays in
/// the cache, as a worker's window does.
enum MarkBenchmark {
  private static let record = #"""
    {"eventVersion":"1.08","userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLE:build","arn":"arn:aws:sts::111122223333:assumed-role/deploy/build","accountId":"111122223333","accessKeyId":"ASIAEXAMPLE","sessionContext":{"sessionIssuer":{"type":"Role","userName":"deploy"},"attributes":{"creationDate":"2024-05-01T10:00:00Z","mfaAuthenticated":"false"}}},"eventTime":"2024-05-01T10:01:02Z","eventSource":"s3.amazonaws.com","eventName":"PutBucketPolicy","awsRegion":"eu-west-1","sourceIPAddress":"192.0.2.7","userAgent":"[aws-cli/2.15]","requestParameters":{"bucketName":"logs","policy":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\"}]}"},"responseElements":null,"requestID":"A1B2C3","eventID":"7f1c9a52-3c8e-4a55-9d0e-1b2c3d4e5f60","readOnly":false,"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333"},
    """#

  /// Prints one line a kernel and batch size, and one for its scan.
  static func run() {
    var chunk: [UInt8] = []
    while chunk.count < 256 << 10 { chunk += Array(record.utf8) }
    chunk.removeSubrange((256 << 10)...)
    for kernel in MarkKernel.allCases where kernel.isAvailable {
      for batch in [16, 64, 4096] {
        let passes = kernel == .plain ? 16 : 256
        let measured = Measurement(
          "marks \(kernel), \(batch) blocks a call", bytes: chunk.count * passes
        ) {
          for _ in 0..<passes { mark(chunk, with: kernel, batch: batch) }
        }
        print(measured.line)
      }
      let passes = kernel == .plain ? 16 : 256
      let measured = Measurement("scan \(kernel)", bytes: chunk.count * passes) {
        for _ in 0..<passes { scan(chunk, with: kernel) }
      }
      print(measured.line)
    }
  }

  /// Finds the end of every record of the chunk but the last, which is cut.
  private static func scan(_ chunk: [UInt8], with kernel: MarkKernel) {
    let length = record.utf8.count
    var start = 0
    while start + length <= chunk.count - ValueScan.reach {
      var scan = ValueScan(isLine: false)
      let step = kernel.scan(chunk.span, valueAt: start, &scan)
      precondition(step == .ended && scan.position == length - 1, "the scan finds each record")
      start += length
    }
  }

  private static func mark(_ chunk: [UInt8], with kernel: MarkKernel, batch: Int) {
    var marks = [BlockMarks](repeating: BlockMarks(), count: batch)
    var state = MarkState()
    var start = 0
    while start + batch * 64 <= chunk.count {
      var span = marks.mutableSpan
      kernel.mark(chunk.span, from: start, blocks: batch, state: &state, into: &span)
      start += batch * 64
    }
    precondition(start == chunk.count, "the batches cover the chunk")
  }
}
