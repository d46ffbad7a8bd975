import Determinism
import Glibc
import Store

@testable import Models
@testable import Networks

/// A small features file, and the numbers in it.
struct SampleFeatures {
  let shape: [Int]
  let values: [Float]  // [row, shape...]
  let labels: [Int64]

  static let tool = Tool(name: "test", version: "1")
  static let frontend = Frontend(#"{"clean":{"rate":16000},"features":{"layout":{"flat":{}}}}"#)

  /// Rows whose class shifts the mean of some features.
  init(rows: Int, shape: [Int]) {
    var random = Random(Seed(7))
    let size = shape.reduce(1, *)
    self.shape = shape
    labels = (0..<rows).map { Int64($0 % 3) }
    values = (0..<rows * size).map { Float(random.normal()) + (($0 % size) % 3 == ($0 / size) % 3 ? 1.5 : 0) }
  }

  func row(_ index: Int) -> ArraySlice<Float> {
    let size = shape.reduce(1, *)
    return values[index * size..<(index + 1) * size]
  }

  /// - Parameter shares: how much of each class a row carries; nil for labels alone.
  func write(to path: String, shares: [[Float]]? = nil) throws {
    let output = try OutputFile(path, schema: .features, tool: Self.tool, settings: "{}", inputs: [])
    try output.attach("frontend", Self.frontend.text, to: "/")
    let tensor = try output.tensor(
      "/tensor",
      axes: .init(
        features: (0..<shape[0]).map { "f\($0)" }, units: Array(repeating: "1", count: shape[0]),
        times: shape.count > 1 ? (0..<shape[1]).map { Double($0) / 100 } : nil))
    for index in labels.indices { try tensor.append(row: Array(row(index)), length: 1) }
    try output.write(
      labels.enumerated().map { index, label in
        Row(
          id: "row\(index)", parent: "clip\(index)", variant: "original", corpus: "toy", speaker: "toy-\(index % 4)",
          sex: "female", emotion: "sad", label: "class\(label)", key: "key\(index)", sound: "sound\(index)")
      })
    try output.write("/labels/names", texts: ["class0", "class1", "class2"])
    try output.write("/labels/y", labels)
    if let shares { try output.write("/labels/share", shares.flatMap(\.self), shape: [labels.count, 3]) }
    try output.commit()
  }
}
