import FleetModel
import Incident

/// Access of another kind that the intruder made, and its end.
extension VerdictTable {
  /// What makes access, how the verdict names it, and what ends it.
  fileprivate struct Residue: Sendable {
    var service = "iam"
    var call: String
    var request: JSON
    var response: JSON = .null
    var words: String
    var end: (call: String, request: JSON)
  }

  static func addResidual(to rows: inout VerdictGroup) {
    for residue in residues {
      rows.add(
        "residual access", "\(residue.call) by the intruder", .partial,
        says: ["\(residue.words): the end of this access of another kind"]
      ) {
        $0.make(residue)
        $0.rotate()
      }
      rows.add(
        "residual access ended", "\(residue.call) by the intruder, then \(residue.end.call)", .done,
        says: ["was taken away"]
      ) {
        $0.make(residue)
        $0.rotate()
        $0.end(residue, at: "10:40")
      }
    }
    rows.add(
      "residual access", "two users made, one deleted", .partial, says: ["user x2", "1 of 2"]
    ) {
      $0.iam("CreateUser", ["userName": "x"], by: $0.intruder, at: "09:50")
      $0.iam("CreateUser", ["userName": "x2"], by: $0.intruder, at: "09:51")
      $0.rotate()
      $0.iam("DeleteUser", ["userName": "x"], at: "10:40")
    }
    rows.add("residual access", "the user deleted, and made again", .partial, says: ["user x"]) {
      $0.iam("CreateUser", ["userName": "x"], by: $0.intruder, at: "09:50")
      $0.iam("DeleteUser", ["userName": "x"], at: "09:55")
      $0.iam("CreateUser", ["userName": "x"], by: $0.intruder, at: "10:00")
      $0.rotate()
    }
    rows.add(
      "residual access ended", "a key set inactive, a trust policy set right", .done
    ) {
      $0.iam(
        "CreateAccessKey", ["userName": "x"], response: key, by: $0.intruder, at: "09:50")
      $0.iam(
        "UpdateAssumeRolePolicy",
        ["roleName": "ops", "policyDocument": .string(open("AWS", "*"))], by: $0.intruder,
        at: "09:51")
      $0.rotate()
      $0.iam(
        "UpdateAccessKey",
        ["userName": "x", "accessKeyId": "AKIAX0000000EXAMPLE0", "status": "Inactive"],
        at: "10:40")
      $0.iam(
        "UpdateAssumeRolePolicy",
        ["roleName": "ops", "policyDocument": .string(open("Service", "ec2.amazonaws.com"))],
        at: "10:41")
    }
    rows.add("trap", "a key set active again ends nothing", .partial, says: ["access key AKIAX"]) {
      $0.iam(
        "CreateAccessKey", ["userName": "x"], response: key, by: $0.intruder, at: "09:50")
      $0.rotate()
      $0.iam(
        "UpdateAccessKey",
        ["userName": "x", "accessKeyId": "AKIAX0000000EXAMPLE0", "status": "Active"], at: "10:40")
    }
  }

  private static let key: JSON = [
    "accessKey": ["accessKeyId": "AKIAX0000000EXAMPLE0", "userName": "x", "status": "Active"]
  ]

  private static let residues: [Residue] = [
    Residue(
      call: "CreateUser", request: ["userName": "x"], words: "user x",
      end: ("DeleteUser", ["userName": "x"])),
    Residue(
      call: "CreateAccessKey", request: ["userName": "x"], response: key,
      words: "access key AKIAX0000000EXAMPLE0",
      end: ("DeleteAccessKey", ["userName": "x", "accessKeyId": "AKIAX0000000EXAMPLE0"])),
    Residue(
      call: "CreateLoginProfile", request: ["userName": "x"], words: "password of user x",
      end: ("DeleteLoginProfile", ["userName": "x"])),
    Residue(
      call: "CreateRole",
      request: [
        "roleName": "x",
        "assumeRolePolicyDocument": .string(open("AWS", "arn:aws:iam::999988887777:root")),
      ], words: "role x", end: ("DeleteRole", ["roleName": "x"])),
    Residue(
      call: "CreateOpenIDConnectProvider", request: ["url": "https://evil.example"],
      words: "identity provider evil.example",
      end: (
        "DeleteOpenIDConnectProvider",
        ["openIDConnectProviderArn": "arn:aws:iam::111122223333:oidc-provider/evil.example"]
      )),
    Residue(
      call: "CreateSAMLProvider", request: ["name": "x"], words: "SAML provider x",
      end: (
        "DeleteSAMLProvider", ["sAMLProviderArn": "arn:aws:iam::111122223333:saml-provider/x"]
      )),
    Residue(
      call: "AttachUserPolicy",
      request: [
        "userName": "backup", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess",
      ], words: "policy arn:aws:iam::aws:policy/AdministratorAccess of user backup",
      end: (
        "DetachUserPolicy",
        ["userName": "backup", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"]
      )),
    Residue(
      service: "lambda", call: "CreateFunction20150331", request: ["functionName": "x"],
      words: "function x",
      end: (
        "DeleteFunction20150331",
        ["functionName": "arn:aws:lambda:eu-central-1:111122223333:function:x"]
      )),
    Residue(
      service: "ec2", call: "RunInstances", request: ["instanceType": "p4d.24xlarge"],
      response: ["instancesSet": ["items": [["instanceId": "i-0abc"]]]], words: "instance i-0abc",
      end: ("TerminateInstances", ["instancesSet": ["items": [["instanceId": "i-0abc"]]]])),
    Residue(
      service: "events", call: "PutTargets", request: ["rule": "nightly"], words: "rule nightly",
      end: ("DeleteRule", ["name": "nightly"])),
    Residue(
      service: "ecs", call: "CreateService", request: ["serviceName": "x", "cluster": "c"],
      words: "service x",
      end: (
        "DeleteService", ["service": "arn:aws:ecs:eu-central-1:111122223333:service/c/x"]
      )),
  ]
}

extension VerdictStory {
  fileprivate mutating func make(_ residue: VerdictTable.Residue) {
    call(
      residue.call, of: residue.service, residue.request, response: residue.response,
      by: intruder, at: "09:50", global: residue.service == "iam")
  }

  fileprivate mutating func end(_ residue: VerdictTable.Residue, at clock: String) {
    call(
      residue.end.call, of: residue.service, residue.end.request, at: clock,
      global: residue.service == "iam")
  }
}
