import Determinism

@testable import Networks

/// Small made-up data in which the class shifts the mean of one stretch of features.
enum Toy {
  static func data(
    rows: Int, shape: [Int], classes: Int = 3, speakers: Int = 4, seed: UInt64 = 1, shift: Double = 1.5
  ) throws -> Dataset {
    var random = Random(Seed(seed))
    let size = shape.reduce(1, *)
    var values: [Float] = [], labels: [Int] = []
    for row in 0..<rows {
      let label = row % classes
      labels.append(label)
      for index in 0..<size { values.append(Float(random.normal() + (index * classes / size == label ? shift : 0))) }
    }
    return try Dataset(
      rows: ArrayRows(values, shape: shape), labels: labels, names: (0..<classes).map { "class\($0)" },
      speakers: (0..<rows).map { "speaker\($0 % speakers)" })
  }

  /// The first rows for training, the last quarter for validation.
  static func sides(_ count: Int) -> (train: [Int], validation: [Int]) {
    (Array(0..<count * 3 / 4), Array(count * 3 / 4..<count))
  }
}
