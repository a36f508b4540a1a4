internal import CloudTrail

/// What the lifecycle means that a request gives to a bucket.
extension EventView {
  /// For how many days from the request on its rules keep objects, or old versions of them; less
  /// than none where the day is past. Rules that are disabled delete nothing.
  var expiryDays: [Int64] {
    let rules = record?.parts(Field.requestParameters, "LifecycleConfiguration", "Rule") ?? []
    return rules.flatMap { rule -> [Int64] in
      if rule.texts(of: "Status") == ["Disabled"] { return [] }
      let days = ["Expiration.Days", "NoncurrentVersionExpiration.NoncurrentDays"]
        .flatMap { rule.texts(of: $0) }.compactMap { Int64($0) }
      let dates = rule.texts(of: "Expiration.Date").compactMap(PolicyDocument.time)
        // The times of records and of policies lie within the years 0 to 9999.
        .map { ($0.seconds - time.seconds) / 86_400 }
      return days + dates
    }
  }
}
