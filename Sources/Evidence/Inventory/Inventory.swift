package import CloudTrail

/// What Terraform knows of runners: an authoritative list of what belongs to them.
///
/// Read from a state (version 4), `terraform show -json` of a state or a plan, or
/// `terraform output -json`; of OpenTofu likewise. An inventory is as old as its file: what was
/// changed outside of Terraform since then is not in it. Of a plan, what exists is what it begins
/// with; what it would make is marked as planned.
package struct Inventory: Equatable, Sendable {
  /// The shapes it may be read from.
  package enum Form: String, Equatable, Sendable {
    case state
    case shownState = "shown state"
    case shownPlan = "shown plan"
    case outputs
  }

  /// One object of the infrastructure.
  package struct Resource: Equatable, Sendable {
    /// `module.runner["eu"].aws_iam_role.task`.
    package var address: String
    /// The module that holds it, `module.runner["eu"]`; empty for the root.
    package var module: String
    /// `aws_iam_role`.
    package var type: String
    /// True for an object that Terraform replaced and has not destroyed yet.
    package var isDeposed = false
    /// True for data sources, which describe what others manage.
    package var isData = false
    /// True for an object that a plan would make: it does not exist yet, and may never.
    package var isPlanned = false
    /// Its attributes, as the JSON text of one object.
    package var attributes: [UInt8]
    /// The attribute texts that tell it apart, by name: scalars at the top level.
    package var texts: [String: String]

    /// How it is called: its `name`, `bucket` or `id`; nil where it has none yet.
    package var name: String? { texts["name"] ?? texts["bucket"] ?? texts["id"] }
  }

  /// What it was read from.
  package var form: Form
  /// The objects, in the order of the file.
  package var resources: [Resource]
  /// The outputs by path (`runners.eu.role_arn`), scalars alone.
  package var outputs: [String: String]
}

/// Why a file is no inventory.
package struct InventoryError: Error, Equatable, Sendable {
  /// What is wrong.
  package enum Reason: Equatable, Sendable {
    /// Not JSON.
    case json(RecordError)
    /// JSON, and none of the forms of Terraform.
    case unknownForm
    /// A state of another version.
    case version(String)
    /// A state that OpenTofu encrypted.
    case encrypted
    /// A member that the form demands is missing.
    case missing(String)
  }

  /// What is wrong.
  package var reason: Reason

  /// A fault.
  package init(_ reason: Reason) { self.reason = reason }
}

extension InventoryError: CustomStringConvertible {
  /// The fault as a phrase, with what to do.
  package var description: String {
    switch reason {
    case .json(let error): "\(error) at byte \(error.offset)"
    case .unknownForm:
      "holds no Terraform state, 'show -json' or 'output -json' "
        + "(a single output given by name tells too little)"
    case .version(let version): "is a state of version \(version), only version 4 is read"
    case .encrypted: "is a state that OpenTofu encrypted; give 'tofu show -json' instead"
    case .missing(let name): "lacks \(name)"
    }
  }
}
