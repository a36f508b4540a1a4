import CloudTrail
import Testing

@Suite struct OutcomeTests {
  @Test(arguments: [
    (nil, Outcome.success), ("", .success), ("AccessDenied", .denied),
    ("AccessDeniedException", .denied), ("Client.UnauthorizedOperation", .denied),
    ("UnauthorizedOperation", .denied), ("UnauthorizedException", .denied),
    ("NotAuthorizedException", .denied), ("AuthFailure", .denied), ("Forbidden", .denied),
    ("ForbiddenException", .denied), ("VpceAccessDenied", .denied), ("ExpiredToken", .denied),
    ("ExpiredTokenException", .denied), ("InvalidClientTokenId", .denied),
    ("KMS.AccessDeniedException", .denied), ("ThrottlingException", .throttled),
    ("Throttling", .throttled), ("Client.RequestLimitExceeded", .throttled),
    ("TooManyRequestsException", .throttled), ("SlowDown", .throttled),
    ("NoSuchBucket", .notFound), ("NoSuchEntityException", .notFound),
    ("ResourceNotFoundException", .notFound), ("NotFoundException", .notFound),
    ("InvalidInstanceID.NotFound", .notFound), ("NonExistentQueue", .notFound),
    ("BucketNotEmpty", .error), ("InvalidIdentityToken", .error), ("IDPRejectedClaim", .error),
    ("ValidationException", .error), ("MalformedPolicyDocument", .error),
  ])
  func followsFromTheCode(code: String?, outcome: Outcome) {
    #expect(Outcome(errorCode: code) == outcome)
  }
}
