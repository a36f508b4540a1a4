import ArgumentParser

/// Values of an option that are named by their raw values.
///
/// What ArgumentParser makes of such values by itself takes key paths and conformances, which are
/// looked up in the whole program while it starts.
protocol NamedOption: ExpressibleByArgument, CaseIterable, RawRepresentable
where RawValue == String {}

extension NamedOption {
  package static var allValueStrings: [String] { allCases.map { $0.rawValue } }
  package static var allValueDescriptions: [String: String] { [:] }
  package var defaultValueDescription: String { rawValue }
}
