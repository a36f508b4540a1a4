/// What a policy allows beyond what a role is there for.
extension PolicyDocument {
  /// What is allowed beyond the actions `granted`, in words, each once in the order of the
  /// statements.
  ///
  /// `granted` is in lower case and may have wildcards, as in IAM. What a policy names by a
  /// wildcard goes beyond unless a grant covers all of it. Actions of S3 must be bound to buckets
  /// that are the role's own.
  func excess(beyond granted: [String], isOwnBucket: (String) -> Bool) -> [String] {
    let grants = granted.map(Wildcard.init)
    var found: [String] = []
    for statement in statements where statement.effect == .allow {
      if statement.excludesActions { found.append("everything but some actions (NotAction)") }
      for action in statement.actions where !statement.excludesActions {
        if !grants.contains(where: { $0.matches(action) }) {
          found.append(action)
        } else if action.hasPrefix("s3:"), !statement.isAboutBuckets(isOwnBucket) {
          found.append("\(action) in other buckets")
        }
      }
    }
    var known: Set<String> = []
    return found.filter { known.insert($0).inserted }
  }
}

extension PolicyDocument.Statement {
  /// True where all it is about are such buckets and what is in them.
  fileprivate func isAboutBuckets(_ isSuch: (String) -> Bool) -> Bool {
    !excludesResources && !resources.isEmpty
      && resources.allSatisfy { ResourceName.bucket(arn: $0).map(isSuch) ?? false }
  }
}
