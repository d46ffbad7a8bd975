// swift-tools-version: 6.2
// The floors of the house, their rooms, and what each room stands on; ARCHITECTURE.md says why.
import PackageDescription

/// Every Swift target treats warnings as errors, and a file may use only what it imports itself.
let settings: [SwiftSetting] = [
  .treatAllWarnings(as: .error), .enableUpcomingFeature("MemberImportVisibility"),
]

/// A C library that the system provides: found by pkg-config, installed by apt.
func library(_ name: String, pkgConfig: String? = nil, apt: String) -> Target {
  .systemLibrary(name: name, path: "Sources/C/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

/// A floor: rooms in one folder, `Sources/<floor>/<room>`, each with its tests in `Tests/<floor>/<room>Tests`.
func floor(_ name: String, _ rooms: Room...) -> [Target] {
  rooms.flatMap { room -> [Target] in
    let target = Target.target(
      name: room.name, dependencies: room.uses.map { .init(stringLiteral: $0) }, path: "Sources/\(name)/\(room.name)",
      exclude: ["README.md"], swiftSettings: settings)
    guard room.hasTests else { return [target] }
    let stoodOn = [room.name, "TestSupport"] + room.uses + room.heldAgainst
    let tests = Target.testTarget(
      name: "\(room.name)Tests", dependencies: stoodOn.map { .init(stringLiteral: $0) },
      path: "Tests/\(name)/\(room.name)Tests", swiftSettings: settings)
    return [target, tests]
  }
}

/// A library of our own.
struct Room {
  /// The module's name and its folder's.
  let name: String
  /// The modules that its files import: all of them, and no others.
  let uses: [String]
  /// What its tests import besides.
  var heldAgainst: [String] = []
  /// Whether it has tests of its own.
  var hasTests = true
}

func room(_ name: String, _ uses: String..., heldAgainst: [String] = []) -> Room {
  Room(name: name, uses: uses, heldAgainst: heldAgainst)
}

/// A stage as a value; ProgramTests run it as its users do.
func stage(_ name: String, _ uses: String...) -> Room { Room(name: name, uses: uses, hasTests: false) }

/// A program: a page that connects libraries to a command line.
func program(_ name: String, _ uses: String...) -> Target {
  .executableTarget(
    name: name, dependencies: uses.map { .init(stringLiteral: $0) }, path: "Sources/Programs/\(name)",
    swiftSettings: settings)
}

let systemLibraries = [
  library("CHDF5", pkgConfig: "hdf5", apt: "libhdf5-dev"),
  library("CSndfile", pkgConfig: "sndfile", apt: "libsndfile1-dev"),
  library("CFFTW", pkgConfig: "fftw3f", apt: "libfftw3-dev"),
  library("CSoxr", pkgConfig: "soxr", apt: "libsoxr-dev"),
  library("CDeflate", pkgConfig: "libdeflate", apt: "libdeflate-dev"),
  library("CCrypto", pkgConfig: "libcrypto", apt: "libssl-dev"),
  library("CDNNL", apt: "libdnnl-dev"),
  library("CLAPACK", pkgConfig: "openblas", apt: "libopenblas-serial-dev"),
  library("CLinear", apt: "liblinear-dev"),
]

let floors: [[Target]] = [
  floor(
    "Ground",
    room("Settings"),
    room("Determinism", "CCrypto"),
    room("Tables"),
    room("System"),
    room("Commands", "System", "Settings")),
  floor(
    "Sound",
    room("Audio", "CSndfile", "CSoxr", "System", "Settings"),
    room("Signal", "CFFTW", "CSoxr", "Settings"),
    room("Augmentation", "Audio", "Signal", "Settings", "Determinism"),
    room("Features", "Signal", "Settings", "Determinism")),
  floor(
    "Data",
    room("Corpora", "Audio", "Tables", "Settings", "Determinism"),
    room("Splits", "Corpora", "Settings", "Determinism"),
    room("Synthesis", "Corpora", "Audio", "System", "Determinism")),
  floor(
    "Learning",
    room("Graph", "Determinism"),
    room("Reference", "Graph"),
    room("OneDNN", "Graph", "CDNNL", heldAgainst: ["Reference", "Determinism"]),
    room("Networks", "Graph", "OneDNN", "Settings", "Determinism"),
    room("Classical", "CLAPACK", "CLinear", "System", "Settings"),
    room("Classifiers", "Networks", "Classical", "Settings"),
    room("Search", "System", "Settings", "Determinism")),
  floor(
    "Judging",
    room("Metrics", "Tables", "Settings", "Determinism"),
    room("Plotting", "CDeflate"),
    room("Portraits", "Features", "Signal", "Plotting"),
    room("Reports", "Metrics", "Plotting", "Settings")),
  floor(
    "Files",
    room("HDF5", "CHDF5", "CDeflate"),
    room("Store", "HDF5", "System", "Tables", "Settings", "Determinism"),
    room("Records", "Store", "Corpora", "Splits", "System"),
    room(
      "Models", "Records", "Classifiers", "Classical", "Networks", "Graph", "Store", "System", "Settings",
      "Determinism"),
    room("Results", "Store", "Metrics", "Reports", "Search", "System", "Settings"),
    room("Export", "Classifiers", "Classical", "Networks", "Graph", "Settings")),
  floor(
    "Stages",
    room("Pipeline", "Store", "Commands", "System", "Settings"),
    stage(
      "IngestStage", "Pipeline", "Records", "Store", "Corpora", "Audio", "Commands", "System", "Settings",
      "Determinism"),
    stage("CleanStage", "Pipeline", "Records", "Store", "Corpora", "Audio", "Commands", "System", "Settings"),
    stage(
      "AugmentStage", "Pipeline", "Store", "Augmentation", "Signal", "Audio", "Commands", "System", "Settings",
      "Determinism"),
    stage(
      "FeaturesStage", "Pipeline", "Store", "HDF5", "Features", "Signal", "Audio", "Commands", "System", "Settings",
      "Determinism"),
    stage("SplitStage", "Pipeline", "Records", "Store", "Splits", "Corpora", "Commands", "System", "Settings"),
    stage(
      "TrainStage", "Pipeline", "Records", "Models", "Results", "Store", "Classifiers", "Classical", "Networks",
      "Search", "Commands", "System", "Settings", "Determinism"),
    stage(
      "EvaluateStage", "Pipeline", "SplitStage", "Records", "Models", "Results", "Store", "HDF5", "Portraits",
      "Metrics", "Reports", "Plotting", "Classifiers", "Classical", "Networks", "Graph", "Corpora", "Splits",
      "Commands", "System", "Settings"),
    room(
      "Recipes", "Pipeline", "IngestStage", "CleanStage", "AugmentStage", "FeaturesStage", "SplitStage", "TrainStage",
      "EvaluateStage", "Store", "Audio", "Corpora", "Splits", "Augmentation", "Features", "Classifiers", "Reports",
      "System", "Settings", "Determinism"),
    room(
      "Prediction", "Models", "Classifiers", "Networks", "Corpora", "Audio", "Features", "Plotting", "System",
      "Commands", "Settings")),
]

let programs = [
  program("lilt", "Commands", "System", "Settings"),
  program("lilt-recipe", "Commands", "System", "Recipes", "Settings"),
  program("lilt-synth", "Commands", "System", "Synthesis", "Settings"),
  program("lilt-ingest", "IngestStage", "Pipeline"),
  program("lilt-clean", "CleanStage", "Pipeline"),
  program("lilt-augment", "AugmentStage", "Pipeline"),
  program("lilt-features", "FeaturesStage", "Pipeline"),
  program("lilt-split", "SplitStage", "Pipeline"),
  program("lilt-train", "TrainStage", "Pipeline"),
  program("lilt-evaluate", "EvaluateStage", "Pipeline"),
  program("lilt-report", "Commands", "System", "Results", "Reports"),
  program("lilt-predict", "Commands", "System", "Prediction", "Audio"),
  program(
    "lilt-export", "Commands", "System", "Models", "Store", "Classifiers", "Networks", "Export", "Settings"),
  program("lilt-inspect", "Commands", "System", "Store", "Models", "Plotting", "Portraits", "Settings"),
  program(
    "lilt-bench", "Commands", "System", "Prediction", "Models", "Store", "HDF5", "Classifiers", "Networks", "Graph",
    "Features", "Augmentation", "Audio", "Settings", "Determinism"),
]

/// What the tests share; the tests of what can only be seen from outside, the programs' files, messages and statuses; and
/// those of the house itself.
let outside: [Target] = [
  .target(
    name: "TestSupport", dependencies: ["Metrics", "Determinism"], path: "Tests/Support", swiftSettings: settings),
  .testTarget(
    name: "ProgramTests", dependencies: ["HDF5", "Store", "Recipes", "Pipeline", "Determinism", "TestSupport"],
    path: "Tests/ProgramTests", swiftSettings: settings),
  .testTarget(
    name: "HouseTests", dependencies: ["TestSupport"], path: "Tests/HouseTests", swiftSettings: settings),
]

/// Targets that name all that they stand on, near and far.
///
/// SwiftPM compiles a target anew when one that it names has changed. Of a target further down it hears nothing, though
/// values of that one's types may lie inside its own and have changed their size. So that this hides no arrow, ArrowTests
/// holds every import against the lists above.
func namingAll(_ targets: [Target]) -> [Target] {
  func names(_ target: Target) -> [String] {
    target.dependencies.compactMap { if case .byNameItem(let name, _) = $0 { name } else { nil } }
  }
  let near = Dictionary(uniqueKeysWithValues: targets.map { ($0.name, names($0)) })
  for target in targets {
    var all = near[target.name] ?? []
    var next = 0
    while next < all.count {
      all += (near[all[next]] ?? []).filter { !all.contains($0) }
      next += 1
    }
    target.dependencies = all.map { .init(stringLiteral: $0) }
  }
  return targets
}

let package = Package(
  name: "lilt", targets: namingAll(systemLibraries + floors.flatMap { $0 } + programs + outside),
  swiftLanguageModes: [.v6])
