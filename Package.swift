// swift-tools-version: 6.2
// The rooms of the house and the arrows between them; ARCHITECTURE.md says why each is where it is.
import PackageDescription

/// A C library that the system provides: found by pkg-config, installed by apt.
func systemLibrary(_ name: String, pkgConfig: String? = nil, apt: String) -> Target {
  .systemLibrary(name: name, path: "Sources/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

/// Every Swift target treats warnings as errors.
let settings: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// A library of our own, together with its tests in `Tests/<name>Tests`.
func room(_ name: String, _ dependencies: String...) -> [Target] {
  let target = Target.target(
    name: name, dependencies: dependencies.map { .init(stringLiteral: $0) },
    exclude: name == "Store" ? ["README.md"] : [], swiftSettings: settings)
  let tests = Target.testTarget(
    name: "\(name)Tests", dependencies: ([name] + dependencies).map { .init(stringLiteral: $0) },
    swiftSettings: settings)
  return [target, tests]
}

/// One stage of the pipeline: a small `@main` file over the libraries.
func executable(_ name: String, _ dependencies: String...) -> [Target] {
  [
    .executableTarget(
      name: name, dependencies: dependencies.map { .init(stringLiteral: $0) },
      swiftSettings: settings)
  ]
}

let libraries: [[Target]] = [
  // What every room stands on.
  room("Settings"),
  room("Determinism", "CCrypto"),
  room("Tables"),

  // C libraries made Swift.
  room("HDF5", "CHDF5", "CDeflate"),
  room("Audio", "CSndfile", "CSoxr", "Settings", "Determinism"),
  room("Signal", "CFFTW", "CSoxr", "Settings"),
  room("Tensors", "CDNNL", "Determinism"),

  // What the project is about.
  room("Corpora", "Audio", "Tables", "Settings", "Determinism"),
  room("Synthesis", "Corpora", "Audio", "Settings", "Determinism"),
  room("Augmentation", "Audio", "Signal", "Settings", "Determinism"),
  room("Features", "Audio", "Signal", "Settings", "Determinism"),
  room("Learning", "Tensors", "Settings", "Determinism"),
  room("Classical", "CLAPACK", "CLinear", "Settings"),
  room("Classifiers", "Learning", "Classical", "Settings"),
  room("Search", "Settings", "Determinism"),
  room("Plotting", "CDeflate"),
  room("Evaluation", "Plotting", "Tables", "Settings", "Determinism"),

  // How it is stored, composed and run.
  room("Store", "HDF5", "Pipeline", "Tables", "Settings", "Determinism"),
  room(
    "Models", "Classifiers", "Classical", "Learning", "Search", "Tensors", "Store", "HDF5", "Pipeline", "Settings",
    "Determinism"),
  room(
    "Prediction", "Models", "Classifiers", "Classical", "Learning", "Corpora", "Audio", "Features", "Plotting",
    "Pipeline", "Settings"),
  room("Export", "Classifiers", "Classical", "Learning", "Tensors", "Settings", "Determinism"),
  room("Pipeline", "Settings", "Determinism"),
  room("Portraits", "Features", "Signal", "Plotting"),
  room("Results", "Store", "HDF5", "Evaluation", "Settings"),
  room(
    "Recipes", "Audio", "Corpora", "Augmentation", "Features", "Classifiers", "Evaluation", "Settings", "Determinism"),
]

/// What can only be seen from outside: the programs' files, messages and exit codes.
let stageTests = Target.testTarget(
  name: "StageTests", dependencies: ["HDF5", "Store", "Determinism"], swiftSettings: settings)

let stages: [[Target]] = [
  executable("lilt-recipe", "Pipeline", "Recipes"),
  executable("lilt-synth", "Pipeline", "Synthesis", "Settings"),
  executable("lilt-ingest", "Pipeline", "Store", "Corpora", "Audio", "Settings", "Determinism"),
  executable("lilt-clean", "Pipeline", "Store", "Corpora", "Audio", "Settings", "Determinism"),
  executable("lilt-augment", "Pipeline", "Store", "Augmentation", "Signal", "Audio", "Settings", "Determinism"),
  executable("lilt-features", "Pipeline", "Store", "HDF5", "Features", "Signal", "Audio", "Settings", "Determinism"),
  executable("lilt-split", "Pipeline", "Store", "Corpora", "Settings", "Determinism"),
  executable(
    "lilt-train", "Pipeline", "Models", "Store", "Classifiers", "Classical", "Learning", "Tensors", "Search",
    "Settings", "Determinism"),
  executable(
    "lilt-evaluate", "Pipeline", "Store", "HDF5", "Results", "Models", "Portraits", "Evaluation", "Plotting",
    "Classifiers", "Learning", "Tensors", "Corpora", "Settings"),
  executable("lilt-report", "Pipeline", "Results", "Evaluation"),
  executable("lilt-predict", "Pipeline", "Prediction"),
  executable("lilt-export", "Pipeline", "Models", "Store", "Classifiers", "Export", "Settings"),
  executable("lilt-inspect", "Pipeline", "Store", "Plotting", "Portraits", "Settings"),
  executable(
    "lilt-bench", "Pipeline", "Prediction", "Models", "Store", "HDF5", "Classifiers", "Learning", "Tensors", "Features",
    "Augmentation", "Audio", "Settings", "Determinism"),
]

/// Targets that name all that they stand on, near and far.
///
/// SwiftPM compiles a target anew when one that it names has changed. Of a target further down it hears nothing, though
/// values of that one's types may lie inside its own and have changed their size.
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
  name: "lilt",
  targets: namingAll(
    [
      systemLibrary("CHDF5", pkgConfig: "hdf5", apt: "libhdf5-dev"),
      systemLibrary("CSndfile", pkgConfig: "sndfile", apt: "libsndfile1-dev"),
      systemLibrary("CFFTW", pkgConfig: "fftw3f", apt: "libfftw3-dev"),
      systemLibrary("CSoxr", pkgConfig: "soxr", apt: "libsoxr-dev"),
      systemLibrary("CDeflate", pkgConfig: "libdeflate", apt: "libdeflate-dev"),
      systemLibrary("CCrypto", pkgConfig: "libcrypto", apt: "libssl-dev"),
      systemLibrary("CDNNL", apt: "libdnnl-dev"),
      systemLibrary("CLAPACK", pkgConfig: "openblas", apt: "libopenblas-serial-dev"),
      systemLibrary("CLinear", apt: "liblinear-dev"),
    ] + libraries.flatMap { $0 } + stages.flatMap { $0 } + [stageTests]),
  swiftLanguageModes: [.v6]
)
