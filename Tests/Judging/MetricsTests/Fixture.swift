import FoundationEssentials
import TestSupport

@testable import Metrics

/// What scikit-learn and SciPy say: `Tests/Fixtures/Metrics/metrics.json`, written by `make_metrics.py` beside it.
struct Fixture: Decodable {
  struct Case: Decodable {
    struct Expected: Decodable {
      let guess: [Int]
      let uar: Double, war: Double, macroF1: Double, ece: Double
      let confusion: [[Int]]
      let precision: [Double?], recall: [Double?], f1: [Double?]
      let support: [Int]
      let uarInterval: [Double]?, warInterval: [Double]?
    }

    let name: String
    let classes: Int
    let truth: [Int], speaker: [Int]
    let probabilities: [[Double]]
    let expected: Expected

    func predictions() throws -> Predictions {
      try Predictions(
        labels: (0..<classes).map { "c\($0)" },
        rows: truth.indices.map {
          Prediction(
            row: "r\($0)", clip: "r\($0)", speaker: "s\(speaker[$0])", truth: truth[$0],
            probabilities: probabilities[$0])
        })
    }
  }

  struct Disagreement: Decodable {
    let b: Int, c: Int
    let exactP: Double, chiSquare: Double, chiSquareP: Double
  }

  let cases: [Case]
  let mcnemar: [Disagreement]

  static func load() throws -> Fixture {
    let file = Checkout.fixture("Metrics/metrics.json")
    return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: URL(filePath: file)))
  }
}

/// Whether two numbers agree to a relative 1e-12, or are both missing.
func agree(_ a: Double?, _ b: Double?) -> Bool {
  switch (a, b) {
  case (nil, nil): true
  case (let a?, let b?): abs(a - b) <= 1e-12 * max(1, abs(a))
  default: false
  }
}
