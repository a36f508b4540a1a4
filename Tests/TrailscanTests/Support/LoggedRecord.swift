/// A CloudTrail record for a test, with the text that is logged.
///
/// What is not said is the same in all of them, so that a test names only what it is about.
struct LoggedRecord {
  var number: Int
  var service = "s3.amazonaws.com"
  var call = "GetObject"
  var time = "2026-03-02T09:00:05Z"
  var region = "eu-central-1"
  var account = "111122223333"
  var address = "203.0.113.7"
  var identity = #"{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ann"}"#
  /// Further members, each with a comma before it.
  var more = ""

  /// A GUID made of the number.
  var id: String {
    let digits = String(number, radix: 16)
    return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
  }

  /// The record on one line, as CloudTrail writes it.
  var json: String {
    #"{"eventVersion":"1.11","userIdentity":\#(identity),"eventTime":"\#(time)","#
      + #""eventSource":"\#(service)","eventName":"\#(call)","awsRegion":"\#(region)","#
      + #""sourceIPAddress":"\#(address)","eventID":"\#(id)","#
      + #""recipientAccountId":"\#(account)"\#(more)}"#
  }

  /// Records 1 to `count`, one a second.
  static func several(_ count: Int) -> [LoggedRecord] {
    (1...count).map { number in
      LoggedRecord(number: number, time: "2026-03-02T09:0\(number / 60):\(twoDigits(number % 60))Z")
    }
  }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}

extension [LoggedRecord] {
  /// A log file as CloudTrail delivers it.
  var logFile: String { #"{"Records":["# + map(\.json).joined(separator: ",") + "]}" }

  /// One record a line.
  var lines: String { map { $0.json + "\n" }.joined() }
}
