// swift-tools-version: 6.3
import PackageDescription

/// Every Swift target: Swift 6 mode, strict memory safety, and no warning that stays.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  // Types are reached by the functions that the compiler knows, not looked up by their names while
  // running, which was a tenth of the instructions of a start. Nothing is unsafe about it: SwiftPM
  // calls all flags so.
  .unsafeFlags(
    ["-Xfrontend", "-disable-concrete-type-metadata-mangled-name-accessors"],
    .when(configuration: .release)),
]

let package = Package(
  name: "trailscan",
  platforms: [.macOS(.v26)],
  products: [
    .executable(name: "trailscan", targets: ["trailscan"]),
    .executable(name: "fleet", targets: ["fleet"]),
    .executable(name: "bench", targets: ["bench"]),
    .executable(name: "fuzz", targets: ["fuzz"]),
  ],
  traits: [
    .trait(name: "ISAL", description: "Inflate with ISA-L (libisal), twice as fast as zlib"),
    .trait(name: "GeoIP", description: "Tell where addresses are (libmaxminddb); not by default"),
    .default(enabledTraits: ["ISAL"]),
  ],
  dependencies: [
    // Options, help, completion scripts and the man page from one declaration.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // The heap that merges sorted runs of events.
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
  ],
  targets: [
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
    // YAML with the place of every value. Yams, its Swift wrapper, needs all of Foundation: half of
    // the program, and 2 to 4 ms of every start.
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(
      name: "CMaxMind", pkgConfig: "libmaxminddb", providers: [.apt(["libmaxminddb-dev"])]),

    // The two Swift targets that may say `unsafe`: the operating system and the libraries of C, and
    // the byte kernels.
    .target(
      name: "GzipStream",
      dependencies: [
        "CZlib", "CYAML", "CThreads",
        .target(name: "CISAL", condition: .when(platforms: [.linux], traits: ["ISAL"])),
        .target(name: "CMaxMind", condition: .when(traits: ["GeoIP"])),
      ],
      swiftSettings: settings),
    // Which processor a thread runs on: the C library tells it where `_GNU_SOURCE` is defined, which
    // Swift does not do.
    .target(
      name: "CThreads",
      cSettings: [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]),
    .target(name: "ByteScan", dependencies: ["CByteScan"], swiftSettings: settings),
    .target(
      name: "CByteScan",
      cSettings: [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]),

    .target(name: "CloudTrail", dependencies: ["ByteScan"], swiftSettings: settings),
    .target(name: "Sigma", dependencies: ["CloudTrail", "GzipStream"], swiftSettings: settings),
    // What stands beside CloudTrail: access logs, log exports, Terraform. Bytes to values only.
    .target(name: "Evidence", dependencies: ["CloudTrail"], swiftSettings: settings),
    .target(
      name: "Incident",
      dependencies: [
        "GzipStream", "ByteScan", "CloudTrail", "Evidence", "Sigma",
        .product(name: "HeapModule", package: "swift-collections"),
      ],
      // The playbooks travel inside the program.
      resources: [
        .embedInCode("Playbook/BuiltIn/rotation.yaml"),
        .embedInCode("Playbook/BuiltIn/security-checklist.yaml"),
        .embedInCode("Playbook/BuiltIn/detections.yaml"),
        .embedInCode("Playbook/BuiltIn/least-privilege.yaml"),
      ],
      swiftSettings: settings),
    .target(
      name: "Reports", dependencies: ["Incident", "Evidence", "CloudTrail", "GzipStream"],
      swiftSettings: settings),
    .executableTarget(
      name: "trailscan",
      dependencies: [
        "Reports", "Incident", "Evidence", "Sigma", "CloudTrail", "ByteScan", "GzipStream",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),

    // The seeded generator of synthetic fleets: SampleLogs, test scenarios, benchmark corpora.
    .target(
      name: "FleetModel", dependencies: ["GzipStream"], path: "Benchmarks/FleetModel",
      swiftSettings: settings),
    .executableTarget(
      name: "fleet",
      dependencies: [
        "FleetModel", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Benchmarks/fleet", swiftSettings: settings),

    .executableTarget(
      name: "bench", dependencies: ["ByteScan", "GzipStream", "CLimit"], path: "Benchmarks/bench",
      swiftSettings: settings),
    // The inflate libraries alone: what the reading of logs is measured against.
    .target(
      name: "CLimit",
      dependencies: [
        "CZlib", .target(name: "CISAL", condition: .when(platforms: [.linux], traits: ["ISAL"])),
        .target(name: "CMaxMind", condition: .when(traits: ["GeoIP"])),
      ],
      path: "Benchmarks/CLimit",
      cSettings: [
        .define("ISAL", .when(platforms: [.linux], traits: ["ISAL"])),
        .enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error),
      ]),
    // Untrusted bytes against promises: with libFuzzer (-DFUZZING), or replayed from files.
    .executableTarget(
      name: "fuzz",
      dependencies: ["CFuzz", "ByteScan", "GzipStream", "CloudTrail", "Evidence", "Sigma"],
      path: "Tests/fuzz",
      swiftSettings: settings),
    .target(
      name: "CFuzz", path: "Tests/CFuzz",
      cSettings: [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]),

    // Counts what a test allocates.
    .target(
      name: "CAllocations", path: "Tests/CAllocations",
      cSettings: [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]),

    .testTarget(
      name: "GzipStreamTests", dependencies: ["GzipStream"], exclude: ["Places"],
      swiftSettings: settings),
    .testTarget(name: "ByteScanTests", dependencies: ["ByteScan"], swiftSettings: settings),
    .testTarget(
      name: "CloudTrailTests", dependencies: ["CloudTrail", "ByteScan", "GzipStream"],
      swiftSettings: settings),
    .testTarget(
      name: "EvidenceTests", dependencies: ["Evidence", "CloudTrail"], swiftSettings: settings),
    .testTarget(
      name: "SigmaTests", dependencies: ["Sigma", "CloudTrail", "GzipStream"],
      exclude: ["Oracle"], swiftSettings: settings),
    .testTarget(
      name: "IncidentTests",
      dependencies: [
        "Incident", "Evidence", "Sigma", "CloudTrail", "GzipStream", "FleetModel", "CAllocations",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ReportsTests",
      dependencies: ["Reports", "Incident", "Evidence", "CloudTrail", "GzipStream"],
      exclude: ["Golden"], swiftSettings: settings),
    .testTarget(
      name: "FleetTests", dependencies: ["FleetModel", "GzipStream"], swiftSettings: settings),
    .testTarget(
      name: "TrailscanTests",
      dependencies: ["trailscan", "Reports", "Incident", "FleetModel", "GzipStream", "ByteScan"],
      swiftSettings: settings),
  ]
)

// For the address sanitizer: the targets that may say `unsafe`, and what they feed. To build all
// the others with it takes minutes.
if Context.environment["TRAILSCAN_BYTES_ALONE"] != nil {
  let bytes: Set = [
    "CZlib", "CISAL", "CYAML", "CMaxMind", "CByteScan", "CThreads", "GzipStream", "ByteScan",
    "CloudTrail", "GzipStreamTests", "ByteScanTests", "CloudTrailTests",
  ]
  package.products.removeAll()
  package.targets.removeAll { !bytes.contains($0.name) }
}
