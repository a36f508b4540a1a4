import Evidence
import Incident
import Sigma
import Testing

/// Tasks that run where the inventory of their runner lists nothing.
@Suite struct UnlistedPlaceTests {
  private static let account = StepStory.account

  /// A state of Terraform that lists the runner with its cluster, subnet and security group.
  private static func listing() throws -> InventoryFile {
    let arns = StepStory.roles.map { "arn:aws:iam::\(account):role/\($0)" }
    let text = #"""
      {"version":4,"resources":[
        {"mode":"managed","type":"aws_iam_role","name":"manager","instances":[{"attributes":{
          "arn":"\#(arns[0])","name":"\#(StepStory.roles[0])"}}]},
        {"mode":"managed","type":"platform-orchestrator_serverless_ecs_runner","name":"runner",
         "instances":[{"attributes":{"id":"prod-runner","runner_configuration":{
           "auth":{"role_arn":"\#(arns[0])"},
           "job":{"cluster":"prod-runner-cluster-0a1b2c3d","execution_role_arn":"\#(arns[1])",
             "task_role_arn":"\#(arns[2])","subnets":["subnet-a"],"security_groups":["sg-a"]}}}}]}]}
      """#
    let bytes = Array(text.utf8)
    return InventoryFile(name: "terraform.tfstate", inventory: try Inventory(parsing: bytes.span))
  }

  private static func network(_ subnet: String, _ group: String) -> String {
    StepStory.network.replacing("subnet-a", with: subnet).replacing("sg-a", with: group)
  }

  private static func found(
    _ inventory: [InventoryFile], cluster: String = "prod-runner-cluster-0a1b2c3d",
    subnet: String = "subnet-a", group: String = "sg-a"
  ) throws -> Set<String> {
    // The first task of the logs: there is no habit yet.
    var story = StepStory()
    story.login(at: "07:00:00", key: "ASIALOGIN07")
    let login = StepStory.Caller.session(
      0, key: "ASIALOGIN07", name: "acme-prod-runner", issued: "07:00:00")
    story.start(by: login, at: "07:00:10", more: network(subnet, group), cluster: cluster)
    let result = try story.analyze(findings: .builtIn, inventory: inventory)
    return Set(result.findings.map(\.id)).intersection(["E06", "E07"])
  }

  @Test func whatTheInventoryDoesNotListIsForeign() throws {
    let listing = [try Self.listing()]
    #expect(try Self.found(listing, cluster: "default") == ["E06"])
    #expect(try Self.found(listing, subnet: "subnet-x") == ["E07"])
    #expect(try Self.found(listing, group: "sg-x") == ["E07"])
  }

  @Test func whatItListsIsNot() throws {
    #expect(try Self.found([try Self.listing()]).isEmpty)
  }

  @Test func withoutAnInventoryNothingIs() throws {
    #expect(try Self.found([], cluster: "default", subnet: "subnet-x", group: "sg-x").isEmpty)
  }
}
