/// Who makes a call, as the JSON text of `userIdentity`.
struct Caller {
  var json: String

  static let account = "111122223333"

  /// A role by its ARN and the id it would have.
  struct Role {
    var name: String
    var id: String
    var account = Caller.account
    var path = "/"

    var arn: String { "arn:aws:iam::\(account):role\(path)\(name)" }

    static func sessionArn(_ role: Role, _ session: String) -> String {
      "arn:aws:sts::\(role.account):assumed-role/\(role.name)/\(session)"
    }
  }

  /// A bearer of a token.
  static func token(
    _ subject: String, host: String = "oidc.humanitec.dev", account: String = Caller.account
  ) -> Caller {
    let provider = "arn:aws:iam::\(account):oidc-provider/\(host)"
    return Caller(
      json: """
        {"type":"WebIdentityUser","principalId":"\(provider):sts.amazonaws.com:\(subject)",\
        "userName":"\(subject)","identityProvider":"\(provider)"}
        """)
  }

  /// A session of a role, created at a time of the story's day.
  static func session(
    _ role: Role, _ name: String, key: String?, created: String?, via service: String? = nil
  ) -> Caller {
    let created = created.map { #","attributes":{"creationDate":"\#(Story.time($0))"}"# } ?? ""
    return Caller(
      json: """
        {"type":"AssumedRole","principalId":"\(role.id):\(name)",\
        "arn":"\(Role.sessionArn(role, name))","accountId":"\(role.account)"\
        \(key.map { #","accessKeyId":"\#($0)""# } ?? ""),\
        "sessionContext":{"sessionIssuer":{"type":"Role","principalId":"\(role.id)",\
        "arn":"\(role.arn)","accountId":"\(role.account)","userName":"\(role.name)"}\(created)}\
        \(service.map { #","invokedBy":"\#($0)""# } ?? "")}
        """)
  }

  /// A service at its own work.
  static func service(_ name: String) -> Caller {
    Caller(json: #"{"type":"AWSService","invokedBy":"\#(name)"}"#)
  }

  /// A person with a long-term key.
  static func user(_ name: String) -> Caller {
    Caller(
      json: """
        {"type":"IAMUser","principalId":"AIDA\(name)","arn":"arn:aws:iam::\(account):user/\(name)",\
        "accountId":"\(account)","accessKeyId":"AKIA\(name)","userName":"\(name)"}
        """)
  }

  /// Somebody of another account, as the called account sees it.
  static func otherAccount(_ account: String, principal: String = "AROAOTHER:x") -> Caller {
    Caller(json: #"{"type":"AWSAccount","principalId":"\#(principal)","accountId":"\#(account)"}"#)
  }
}
