internal import CloudTrail

extension AccessLogLine {
  /// Reads a line without its end.
  ///
  /// Two fields hold what clients send and are not escaped: the request line and the user agent.
  /// The request line ends where a quote is followed by a status, an error code and four numbers;
  /// the user agent ends at the last quote of the line.
  package init(parsing bytes: Span<UInt8>, _ range: Range<Int>) throws(LineError) {
    var fields = FieldReader(bytes, range)
    _ = try fields.word("the bucket owner")
    guard let bucket = try fields.word("the bucket") else {
      throw LineError("the bucket is missing")
    }
    guard let time = EventTime(accessLog: try fields.bracketed()) else {
      throw LineError("the time cannot be read")
    }
    let remoteIP = try fields.word("the remote address")
    let requester = try fields.word("the requester")
    let requestID = try fields.word("the request id")
    guard let operation = try fields.word("the operation"), operation.contains(".") else {
      throw LineError("the operation is missing")
    }
    let key = try fields.word("the key")
    let requestURI = try fields.requestURI()
    self.init(
      bucket: bucket, time: time, remoteIP: remoteIP, requester: requester, requestID: requestID,
      operation: operation, key: key.map { KeyText.decode($0, operation: operation) },
      requestURI: requestURI, fieldCount: 9)
    status = try fields.number("the status")
    errorCode = try fields.word("the error code")
    bytesSent = try fields.number("the bytes sent")
    objectSize = try fields.number("the object size")
    _ = try fields.number("the total time")
    _ = try fields.number("the turn-around time")
    _ = try fields.referer()
    userAgent = try fields.userAgent()
    readTail(fields.rest())
  }

  private mutating func readTail(_ words: [String]) {
    func word(_ index: Int) -> String? {
      index < words.count && words[index] != "-" ? words[index] : nil
    }
    fieldCount = 17 + words.count
    versionID = word(0)
    hostID = word(1)
    authenticationType = word(4)
    hostHeader = word(5)
    sourceRegion = word(9)
  }
}
