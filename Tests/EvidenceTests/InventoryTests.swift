import CloudTrail
import Evidence
import Testing

@Suite struct InventoryTests {
  private static func read(_ text: String) throws(InventoryError) -> Inventory {
    let bytes = Array(text.utf8)
    return try Inventory(parsing: bytes.span)
  }

  @Test func readsAStateWithModulesAndDeposedInstances() throws {
    let inventory = try Self.read(
      #"""
      {"version":4,"serial":1,"outputs":{"runner":{"value":{"role":"arn:x","n":[1,2]}},
        "secret":{"value":"s","sensitive":true}},
       "resources":[
        {"module":"module.r[\"eu\"]","mode":"managed","type":"aws_iam_role","name":"task","instances":[
          {"index_key":"a","attributes":{"arn":"arn:1","unique_id":"AROA1","max_session_duration":3600}},
          {"index_key":0,"deposed":"0a1b2c3d","attributes":{"arn":"arn:0","unique_id":"AROA0"}}]},
        {"mode":"data","type":"aws_caller_identity","name":"me","instances":[{"attributes":{"id":"1"}}]}]}
      """#)
    #expect(inventory.form == .state)
    #expect(
      inventory.resources.map(\.address) == [
        #"module.r["eu"].aws_iam_role.task["a"]"#, #"module.r["eu"].aws_iam_role.task[0]"#,
        "data.aws_caller_identity.me",
      ])
    #expect(inventory.resources.map(\.isDeposed) == [false, true, false])
    #expect(inventory.resources.map(\.isData) == [false, false, true])
    #expect(inventory.resources[0].texts["unique_id"] == "AROA1")
    #expect(inventory.resources[0].texts["max_session_duration"] == "3600")
    #expect(inventory.outputs == ["runner.role": "arn:x", "runner.n.0": "1", "runner.n.1": "2"])
  }

  @Test func readsNestedModulesOfAShownState() throws {
    let module =
      #"{"address":"module.a","resources":[{"address":"module.a.t.n","mode":"managed","type":"t","values":{"id":"1"}}],"child_modules":[{"address":"module.a.module.b","resources":[{"address":"module.a.module.b.t.n","mode":"managed","type":"t","values":{"id":"2"},"deposed_key":"x"}]}]}"#
    let values =
      #"{"outputs":{"o":{"sensitive":false,"value":"v"}},"root_module":{"child_modules":[\#(module)]}}"#
    for (text, form) in [
      (#"{"format_version":"1.0","values":\#(values)}"#, Inventory.Form.shownState),
      (
        #"{"format_version":"1.2","planned_values":{},"prior_state":{"format_version":"1.0","values":\#(values)}}"#,
        .shownPlan
      ),
    ] {
      let inventory = try Self.read(text)
      #expect(inventory.form == form)
      #expect(inventory.resources.map(\.address) == ["module.a.t.n", "module.a.module.b.t.n"])
      #expect(inventory.resources.map(\.module) == ["module.a", "module.a.module.b"])
      #expect(inventory.resources.map(\.isDeposed) == [false, true])
      #expect(inventory.outputs == ["o": "v"])
    }
  }

  @Test(arguments: [
    (#"{"encrypted_data":"x","version":4,"resources":[]}"#, InventoryError.Reason.encrypted),
    (#"{"version":3,"resources":[]}"#, .version("3")),
    (#"{"format_version":"1.0"}"#, .missing("'values' (an empty state?)")),
    (
      #"{"version":4,"resources":[{"type":"t"}]}"#,
      .missing("the type, name or instances of a resource")
    ),
    (#""arn:aws:iam::1:role/x""#, .unknownForm), ("{}", .unknownForm), ("[]", .unknownForm),
    (#"{"Records":[]}"#, .unknownForm), (#"{"a":{"value":1}}"#, .unknownForm),
    ("{", .json(RecordError(.unfinished, at: 1))),
  ]) func whatIsNoInventoryIsNamed(text: String, reason: InventoryError.Reason) {
    let error = #expect(throws: InventoryError.self) { try Self.read(text) }
    #expect(error?.reason == reason)
    #expect(error?.description.isEmpty == false)
  }

  @Test(.enabled(if: SharedData.isPresent, "the shared data is not here"))
  func readsTheSharedFiles() throws {
    for (name, form) in [
      ("terraform.tfstate", Inventory.Form.state), ("show-state.json", .shownState),
      ("show-plan.json", .shownPlan), ("output.json", .outputs),
      ("output-existing-cluster.json", .outputs), ("output-nested-module.json", .outputs),
    ] {
      let bytes = try SharedData.bytes("terraform/\(name)")
      let inventory = try Inventory(parsing: bytes.span)
      #expect(inventory.form == form, "\(name)")
      if form == .outputs {
        #expect(inventory.outputs.values.contains { $0.hasSuffix("ecs-task-manager-3f9a1c07") })
      } else {
        #expect(inventory.resources.count { $0.type == "aws_iam_role" && !$0.isDeposed } >= 3)
      }
    }
    let single = try SharedData.bytes("terraform/output-single-name.json")
    #expect(throws: InventoryError.self) { try Inventory(parsing: single.span) }
  }
}
