/// The numbers of the services that the analysis knows by name; nil where no event is of one.
struct KnownCalls: Sendable {
  let s3: StringID?
  let kms: StringID?
  let sts: StringID?

  /// Looks the names up in `strings`.
  init(_ strings: StringTable) {
    s3 = strings.find("s3.amazonaws.com")
    kms = strings.find("kms.amazonaws.com")
    sts = strings.find("sts.amazonaws.com")
  }
}
