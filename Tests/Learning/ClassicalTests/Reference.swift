import FoundationEssentials
import TestSupport

@testable import Classical

/// What scikit-learn fits to a few rows, by Tests/Fixtures/Classical/make_sklearn.py.
struct Reference: Decodable {
  struct Fit: Decodable {
    let cost: Double
    let classWeights: ClassBalance
    let weights: [Double]  // [feature, class]
    let biases: [Double]
    let probabilities: [Double]?
  }

  struct Discriminant: Decodable {
    let shrinkage: Shrinkage
    let priors: LDA.Priors
    let weights: [Double]
    let biases: [Double]
    let probabilities: [Double]
    let projected: [Double]
  }

  let x: [Double]
  let features: Int
  let labels: [Int]
  let logistic: [Fit]
  let logisticTwo: [Double]
  let svm: [Fit]
  let svmTwo: Fit
  let lda: [Discriminant]
  let ldaEigen: [Double]
  let ledoitWolf: Double
  let nearestMean: [Int]

  static func read() throws -> Reference {
    let file = URL(filePath: Checkout.fixture("Classical/sklearn.json"))
    return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))
  }

  /// All rows; speakers in turn.
  var examples: Examples {
    get throws {
      try Examples(
        features: Matrix(rows: labels.count, columns: features, values: x), labels: labels,
        groups: labels.indices.map { "speaker \($0 % 6)" }, classes: ["angry", "calm", "sad"])
    }
  }

  /// The rows of the first two classes.
  var twoClasses: Examples {
    get throws {
      let all = try examples
      return try all.selecting(rows: labels.indices.filter { labels[$0] < 2 }).withClassesPresent().examples
    }
  }

  var firstRows: Matrix {
    get throws { try examples.features.selecting(rows: [0, 1, 2, 3, 4]) }
  }
}

/// The largest difference between two lists, relative to the largest number of the second where that exceeds 1.
func distance(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  let scale = max(1, b.map(abs).max() ?? 1)
  return zip(a, b).map { abs($0 - $1) }.max().map { $0 / scale } ?? 0
}
