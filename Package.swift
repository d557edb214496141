// swift-tools-version: 6.2
import PackageDescription

// Warnings are errors only where EVOLVE_STRICT=1 is set (the checks set it): a newer compiler
// must not break a learner's first minute.
let strict = Context.environment["EVOLVE_STRICT"] == "1"

let settings: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
  ] + (strict ? [.treatAllWarnings(as: .error)] : [])

/// The layers from the bottom up; each may import only what it names here.
let layers: [(name: String, dependencies: [String])] = [
  ("JSON", []),
  ("Figures", []),
  ("Simulation", []),
  ("EventPattern", ["JSON"]),
  ("Cloud", ["EventPattern", "JSON", "Simulation"]),
  ("Shop", ["Cloud", "JSON", "Simulation"]),
  ("Playground", ["Cloud", "EventPattern", "Figures", "JSON", "Shop", "Simulation"]),
  ("Terminal", ["Figures"]),
  ("Course", ["Figures", "JSON", "Playground"]),
]

let package = Package(
  name: "evolve",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "evolve", targets: ["evolve"]),
    .executable(name: "benchmarks", targets: ["benchmarks"]),
  ],
  targets: layers.map { layer in
    .target(
      name: layer.name,
      dependencies: layer.dependencies.map { .init(stringLiteral: $0) },
      swiftSettings: settings
    )
  } + [
    .executableTarget(
      name: "evolve",
      dependencies: layers.map { .init(stringLiteral: $0.name) },
      swiftSettings: settings
    ),
    .executableTarget(
      name: "benchmarks",
      dependencies: layers.map { .init(stringLiteral: $0.name) },
      swiftSettings: settings
    ),
  ]
    + layers.map { layer in
      .testTarget(
        name: layer.name + "Tests",
        dependencies: (layer.dependencies + [layer.name]).map { .init(stringLiteral: $0) },
        swiftSettings: settings
      )
    } + [
      .testTarget(
        name: "evolveTests",
        dependencies: ["JSON", "Terminal", "evolve"],
        swiftSettings: settings
      ),
      .testTarget(name: "TidyTests", swiftSettings: settings),
    ],
  swiftLanguageModes: [.v6]
)
