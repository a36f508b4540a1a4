import CloudTrail
import FleetModel
import Incident
import Testing

/// The calls of S3 that KMS calls are joined to, against a list that is searched from end to end.
@Suite("Calls on objects")
struct ObjectCallsTests {
  /// One noted call.
  private struct Noted {
    var call: ObjectCalls.Call
    var caller: String
    var resource: String
    var request: UInt64

    func isOf(_ asked: String, _ wanted: String) -> Bool {
      caller == asked && (resource == wanted || resource.split(separator: "/").first == wanted[...])
    }
  }

  private static func distance(_ call: ObjectCalls.Call, _ time: EventTime) -> Int64 {
    abs(call.time.seconds - time.seconds)
  }

  @Test("the nearest call of a caller on an object or its bucket, also when old ones are forgotten")
  func nearest() {
    var generator = SeededGenerator(seed: 31)
    var calls = ObjectCalls()
    var noted: [Noted] = []
    var now = EventTime(seconds: 1_700_000_000)
    var found = 0
    // Two notes a call: enough for the old ones to be forgotten several times.
    for number in 0..<40_000 {
      if generator.below(4) == 0 { now = now.advanced(by: 1) }
      let new = Noted(
        call: ObjectCalls.Call(
          time: now, id: .guid(UInt64(generator.below(50)), UInt64(number)),
          session: generator.below(3)),
        caller: "caller-\(generator.below(3))",
        resource: "bucket/\(generator.below(3))",
        request: generator.below(4) == 0 ? 0 : UInt64(number / 2))
      calls.note(new.call, caller: new.caller, resource: new.resource, request: new.request)
      noted.append(new)
      if noted.count > 200 { noted.removeFirst(100) }
      if number % 5 != 0 { continue }
      let last = generator.pick(noted)
      let time = now.advanced(by: -Int64(generator.below(3)))
      let resource = generator.below(2) == 0 ? last.resource : "bucket"
      let session = generator.below(2) == 0 ? last.call.session : nil
      let expected =
        noted.filter {
          $0.isOf(last.caller, resource) && (session == nil || $0.call.session == session)
            && Self.distance($0.call, time) <= ObjectCalls.reach
        }
        .map(\.call).min {
          (Self.distance($0, time), $0.id) < (Self.distance($1, time), $1.id)
        }
      let call = calls.nearest(
        caller: last.caller, contextArn: "arn:aws:s3:::\(resource)", time: time, session: session)
      #expect(call == expected)
      if call != nil { found += 1 }
      // Two calls in turn bear the same request: the later one counts.
      let request = noted.last { $0.request == last.request && $0.request != 0 }?.call
      let isNear = request.map { Self.distance($0, time) <= ObjectCalls.reach } ?? false
      #expect(calls.call(request: last.request, at: time) == (isNear ? request : nil))
    }
    #expect(found > 1_000)
  }

  @Test("of calls that are as near, the one with the lesser id")
  func ties() {
    var calls = ObjectCalls()
    let time = EventTime(seconds: 1_700_000_000)
    for (offset, id) in [(-1, 3), (-1, 2), (0, 9), (1, 1), (3, 0)] as [(Int64, UInt64)] {
      calls.note(
        ObjectCalls.Call(time: time.advanced(by: offset), id: .guid(0, id), session: 0),
        caller: "c", resource: "b/k", request: 0)
    }
    func id(at offset: Int64) -> EventID? {
      calls.nearest(
        caller: "c", contextArn: "arn:aws:s3:::b/k", time: time.advanced(by: offset), session: nil)?
        .id
    }
    #expect(id(at: -3) == .guid(0, 2))
    #expect(id(at: -1) == .guid(0, 2))
    #expect(id(at: 0) == .guid(0, 9))
    #expect(id(at: 2) == .guid(0, 0))
    #expect(id(at: 6) == nil)
    #expect(calls.nearest(caller: "c", contextArn: "b/k", time: time, session: nil) == nil)
    #expect(
      calls.nearest(caller: "d", contextArn: "arn:aws:s3:::b", time: time, session: nil) == nil)
  }
}
