internal import CloudTrail

extension Inventory {
  /// Reads a file; what it holds is told strictly by its members.
  package init(parsing bytes: Span<UInt8>) throws(InventoryError) {
    var map = JSONMap()
    do throws(RecordError) {
      try map.read(bytes, nesting: 256)
    } catch {
      throw InventoryError(.json(error))
    }
    var reader = InventoryReader(map: map)
    self = try reader.read(bytes)
  }
}

/// Walks through the JSON of Terraform.
private struct InventoryReader {
  let map: JSONMap
  private var resources: [Inventory.Resource] = []
  private var outputs: [String: String] = [:]

  init(map: JSONMap) { self.map = map }

  mutating func read(_ bytes: Span<UInt8>) throws(InventoryError) -> Inventory {
    guard map.nodes[0].kind == .object else { throw InventoryError(.unknownForm) }
    let form = try form(bytes)
    switch form {
    case .state: try readState(bytes)
    case .shownState: readValues(map.member("values", of: 0, in: bytes), bytes)
    case .shownPlan:
      let prior = map.member("prior_state", of: 0, in: bytes)
      // A plan for an empty state has nothing behind it.
      readValues(prior.flatMap { map.member("values", of: $0, in: bytes) }, bytes)
      readPlanned(bytes)
    case .outputs: readOutputs(0, bytes)
    }
    return Inventory(form: form, resources: resources, outputs: outputs)
  }

  private func form(_ bytes: Span<UInt8>) throws(InventoryError) -> Inventory.Form {
    func has(_ name: FieldName) -> Bool { map.member(name, of: 0, in: bytes) != nil }
    if has("encrypted_data") { throw InventoryError(.encrypted) }
    if has("resources"), let version = map.member("version", of: 0, in: bytes) {
      let text = map.text(of: version, in: bytes) ?? "?"
      guard text == "4" else { throw InventoryError(.version(text)) }
      return .state
    }
    if has("format_version") {
      if has("planned_values") { return .shownPlan }
      if has("values") { return .shownState }
      throw InventoryError(.missing("'values' (an empty state?)"))
    }
    let children = Array(map.children(of: 0))
    let areOutputs = children.allSatisfy { child in
      map.nodes[child].kind == .object && map.member("value", of: child, in: bytes) != nil
        && map.member("sensitive", of: child, in: bytes) != nil
    }
    guard !children.isEmpty, areOutputs else { throw InventoryError(.unknownForm) }
    return .outputs
  }

  // MARK: State

  private mutating func readState(_ bytes: Span<UInt8>) throws(InventoryError) {
    guard let list = map.member("resources", of: 0, in: bytes), map.nodes[list].kind == .array
    else { throw InventoryError(.missing("a list of resources")) }
    if let node = map.member("outputs", of: 0, in: bytes) { readOutputs(node, bytes) }
    for resource in map.children(of: list) {
      guard let type = text("type", of: resource, bytes),
        let name = text("name", of: resource, bytes),
        let instances = map.member("instances", of: resource, in: bytes),
        map.nodes[instances].kind == .array
      else { throw InventoryError(.missing("the type, name or instances of a resource")) }
      let module = text("module", of: resource, bytes) ?? ""
      let isData = text("mode", of: resource, bytes) == "data"
      for instance in map.children(of: instances) {
        guard let attributes = map.member("attributes", of: instance, in: bytes),
          map.nodes[attributes].kind == .object
        else { continue }
        var found = self.resource(
          "\(isData ? "data." : "")\(type).\(name)\(index("index_key", of: instance, bytes))",
          module: module, type: type, attributes, bytes)
        found.isData = isData
        found.isDeposed = text("deposed", of: instance, bytes) != nil
        resources.append(found)
      }
    }
  }

  // MARK: show -json

  private mutating func readValues(_ node: Int?, _ bytes: Span<UInt8>) {
    guard let node else { return }
    if let outputs = map.member("outputs", of: node, in: bytes) { readOutputs(outputs, bytes) }
    if let root = map.member("root_module", of: node, in: bytes) { readModule(root, bytes) }
  }

  /// What a plan would make: what has another name than today, or is not there today.
  private mutating func readPlanned(_ bytes: Span<UInt8>) {
    guard let planned = map.member("planned_values", of: 0, in: bytes),
      let root = map.member("root_module", of: planned, in: bytes)
    else { return }
    let today = resources
    resources = []
    readModule(root, bytes)
    let new = resources.filter { resource in
      !resource.isData
        && !today.contains { $0.address == resource.address && $0.name == resource.name }
    }
    resources = today
    for var resource in new {
      resource.isPlanned = true
      resources.append(resource)
    }
  }

  private mutating func readModule(_ node: Int, _ bytes: Span<UInt8>) {
    let module = text("address", of: node, bytes) ?? ""
    for resource in children("resources", of: node, bytes) {
      guard let type = text("type", of: resource, bytes),
        let values = map.member("values", of: resource, in: bytes),
        map.nodes[values].kind == .object
      else { continue }
      var found = self.resource(
        text("address", of: resource, bytes) ?? type, module: "", type: type, values, bytes)
      found.module = module
      found.isData = text("mode", of: resource, bytes) == "data"
      found.isDeposed = text("deposed_key", of: resource, bytes) != nil
      resources.append(found)
    }
    for child in children("child_modules", of: node, bytes) { readModule(child, bytes) }
  }

  // MARK: Parts

  private func children(_ name: FieldName, of node: Int, _ bytes: Span<UInt8>) -> [Int] {
    guard let list = map.member(name, of: node, in: bytes), map.nodes[list].kind == .array else {
      return []
    }
    return Array(map.children(of: list))
  }

  private func resource(
    _ name: String, module: String, type: String, _ node: Int, _ bytes: Span<UInt8>
  ) -> Inventory.Resource {
    var texts: [String: String] = [:]
    for child in map.children(of: node) {
      guard let key = map.keyText(of: child, in: bytes), let text = map.text(of: child, in: bytes)
      else { continue }
      texts[key] = text
    }
    return Inventory.Resource(
      address: module.isEmpty ? name : "\(module).\(name)", module: module, type: type,
      attributes: JSONText.copy(bytes, map.nodes[node].range), texts: texts)
  }

  /// `["eu"]`, `[0]` or nothing.
  private func index(_ name: FieldName, of node: Int, _ bytes: Span<UInt8>) -> String {
    guard let child = map.member(name, of: node, in: bytes),
      let text = map.text(of: child, in: bytes)
    else { return "" }
    return map.nodes[child].kind == .string ? "[\"\(text)\"]" : "[\(text)]"
  }

  /// A text; nil where it is absent, null or empty.
  private func text(_ name: FieldName, of node: Int, _ bytes: Span<UInt8>) -> String? {
    guard let child = map.member(name, of: node, in: bytes), map.nodes[child].kind == .string,
      let text = map.text(of: child, in: bytes), !text.isEmpty
    else { return nil }
    return text
  }

  private mutating func readOutputs(_ node: Int, _ bytes: Span<UInt8>) {
    guard map.nodes[node].kind == .object else { return }
    for output in map.children(of: node) {
      guard let name = map.keyText(of: output, in: bytes), map.nodes[output].kind == .object,
        let value = map.member("value", of: output, in: bytes)
      else { continue }
      // A secret may stand in it; what tells runners apart is none.
      if let child = map.member("sensitive", of: output, in: bytes),
        map.text(of: child, in: bytes) == "true"
      {
        continue
      }
      note(value, name, bytes)
    }
  }

  private mutating func note(_ node: Int, _ path: String, _ bytes: Span<UInt8>) {
    switch map.nodes[node].kind {
    case .object:
      for child in map.children(of: node) {
        note(child, "\(path).\(map.keyText(of: child, in: bytes) ?? "")", bytes)
      }
    case .array:
      for (index, child) in map.children(of: node).enumerated() {
        note(child, "\(path).\(index)", bytes)
      }
    case .null: break
    default: outputs[path] = map.text(of: node, in: bytes)
    }
  }
}
