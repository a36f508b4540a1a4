package import CloudTrail

/// A question about a record in Sigma's detection language, compiled.
///
///     detection:                                      all(
///       selection:                                      all(eventSource = …, eventName = …),
///         eventSource: s3.amazonaws.com                 not(any(userIdentity.type = …)))
///         eventName: ListBuckets
///       filter:
///         userIdentity.type: AssumedRole
///       condition: selection and not filter
///
/// The same language serves detection rules (selections and a condition), playbooks (one selection)
/// and the command line (one line). Immutable; any number of threads may ask at once.
package struct Detection: Sendable {
  let predicate: Predicate
  /// What the detection asks for by name, in the order written.
  package let references: [Reference]

  /// A name that a detection mentions, and where: for checks that need to know more than Sigma.
  package struct Reference: Hashable, Sendable {
    /// What is named.
    package enum Kind: Hashable, Sendable {
      /// A field of the record, as a dotted path.
      case field
      /// A field of the context, `trailscan.…`.
      case contextField
      /// A placeholder, without its percent signs.
      case placeholder
    }
    /// What is named.
    package let kind: Kind
    /// The name.
    package let name: String
    /// Where it stands.
    package let place: SourcePlace
  }

  /// Compiles a `detection:` mapping: named selections and a condition.
  ///
  /// Nil where a fault was noted in `diagnostics`.
  package init?(
    compiling node: YAMLNode, in source: SourceText, diagnostics: inout Diagnostics
  ) {
    var compiler = DetectionCompiler(source: source)
    let predicate = compiler.detection(node)
    self.init(compiler, predicate, &diagnostics)
  }

  /// Compiles one selection without a name: a mapping (and), a list (or).
  ///
  /// Nil where a fault was noted in `diagnostics`.
  package init?(selection node: YAMLNode, in source: SourceText, diagnostics: inout Diagnostics) {
    var compiler = DetectionCompiler(source: source)
    let predicate = compiler.selection(node, of: "the selection")
    self.init(compiler, predicate, &diagnostics)
  }

  /// Compiles one line such as `requestParameters.bucketName|startswith: prod-`.
  ///
  /// Nil where a fault was noted in `diagnostics`, under the name of the option.
  package init?(where text: String, option: String = "--where", diagnostics: inout Diagnostics) {
    let source = SourceText(name: option, text: text)
    do {
      let documents = try YAMLReader.documents(of: source)
      guard documents.count == 1, documents[0].text == nil else {
        let place = documents.dropFirst().first?.place ?? SourcePlace(line: 1, column: 1)
        diagnostics.fail(
          "expected one 'field: value' (with a blank behind the colon)", at: place, in: source)
        return nil
      }
      self.init(selection: documents[0], in: source, diagnostics: &diagnostics)
    } catch {
      diagnostics.add(error)
      return nil
    }
  }

  /// A detection that matches what all of these match: several filters together.
  package init(all detections: [Detection]) {
    predicate = .all(detections.map(\.predicate).sorted { $0.cost < $1.cost })
    references = detections.flatMap(\.references)
  }

  /// A detection that asks what `other` asks, said in another way.
  init(_ predicate: Predicate, from other: Detection) {
    self.predicate = predicate
    references = other.references
  }

  /// A detection that nobody asks what it names.
  init(unshared predicate: Predicate) {
    self.predicate = predicate
    references = []
  }

  private init?(
    _ compiler: DetectionCompiler, _ predicate: Predicate?, _ diagnostics: inout Diagnostics
  ) {
    diagnostics.add(compiler.diagnostics)
    guard let predicate, compiler.diagnostics.errors.isEmpty else { return nil }
    self.predicate = predicate
    references = compiler.references
  }

  /// The answer for the record that `map` maps in `bytes`.
  package func evaluate(
    _ map: JSONMap, _ bytes: Span<UInt8>, context: some MatchContext
  ) -> Truth {
    predicate.evaluate(map, bytes, context)
  }
}
