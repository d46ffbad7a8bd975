import Classical
import Networks
import Settings

/// Classifiers at work, whose probabilities are averaged: one model, or those of all folds.
///
/// Not for several threads: each has its own.
public final class Recogniser {
  /// The names of the classes, in the order of the probabilities.
  public let labels: [String]
  /// The shape of one row.
  public let inputShape: [Int]

  private enum Worker {
    case network(Predictor)
    case classical(ClassicalClassifier)
  }

  private let workers: [Worker]

  /// Prepares classifiers, which must agree in classes and row shape.
  /// - Parameter batch: rows per run of a network; results do not depend on it beyond rounding.
  public init(_ classifiers: [Classifier], threads: Int, batch: Int = 64) throws {
    guard let first = classifiers.first else { throw ClassifierError("there is no model to ask") }
    for other in classifiers where other.labels != first.labels || other.inputShape != first.inputShape {
      throw ClassifierError(
        "the models disagree: one takes \(first.inputShape) and knows \(first.labels.joined(separator: ", ")), another "
          + "takes \(other.inputShape) and knows \(other.labels.joined(separator: ", "))")
    }
    labels = first.labels
    inputShape = first.inputShape
    workers = try classifiers.map { classifier in
      switch classifier {
      case .network(let network): .network(try Predictor(network.model, threads: threads, batch: batch))
      case .classical(let classifier): .classical(classifier)
      }
    }
  }

  /// Prepares one classifier.
  public convenience init(_ classifier: Classifier, threads: Int, batch: Int = 64) throws {
    try self.init([classifier], threads: threads, batch: batch)
  }

  /// The probabilities of every class for rows of a data set, one distribution a row.
  ///
  /// A scaler by speaker takes new speakers' statistics from these rows. Whatever a model makes of a row, the answer is
  /// made of real numbers: where there are none, that is an error.
  public func probabilities(of rows: [Int], in data: Dataset) throws -> [[Double]] {
    guard data.rows.shape == inputShape else {
      throw ClassifierError("the rows have the shape \(data.rows.shape), the model takes \(inputShape)")
    }
    var sums = [[Double]](repeating: [Double](repeating: 0, count: labels.count), count: rows.count)
    for worker in workers {
      let said =
        switch worker {
        case .network(let predictor): try predictor.probabilities(of: rows, in: data)
        case .classical(let classifier): try classifier.probabilities(of: rows, in: data)
        }
      for (row, distribution) in said.enumerated() {
        for index in distribution.indices { sums[row][index] += distribution[index] / Double(workers.count) }
      }
    }
    if let place = sums.firstIndex(where: { !$0.allSatisfy(\.isFinite) }) {
      throw ClassifierError(
        "the model's numbers run over on row \(rows[place]), which has no probabilities", isAboutRow: true)
    }
    return sums
  }
}

/// Why classifiers could not be put to work.
public struct ClassifierError: Error, CustomStringConvertible, Equatable {
  /// One sentence.
  public let description: String
  /// Whether one row is to blame, and others may well be recognised.
  public let isAboutRow: Bool

  init(_ cause: String, isAboutRow: Bool = false) {
    description = "cannot recognise rows: \(cause)"
    self.isAboutRow = isAboutRow
  }

  /// A model of hard classes was given rows that listeners were divided about.
  public init(softLabelsFor model: ClassicalChoice) {
    description =
      "cannot train '\(type(of: model.learner).name)': some clips carry shares of several labels, from which networks alone "
      + "learn; expected a network, or labels.source 'perceived'"
    isAboutRow = false
  }
}

// Rows of a data set as classical models see them: flat, scaled, in one matrix.

extension Dataset {
  /// Rows to learn from; inner folds never split a speaker or, without two speakers, a clip.
  func examples(of rows: [Int], scaler: FittedScaler) throws -> Examples {
    let speakers = Set(rows.map { self.speakers[$0] })
    return try Examples(
      features: matrix(of: rows, scaler: scaler), labels: rows.map { labels[$0] },
      groups: rows.map { speakers.count > 1 ? self.speakers[$0] : clips[$0] }, classes: names)
  }

  /// Rows as a matrix. // [row, feature]
  func matrix(of rows: [Int], scaler: FittedScaler) throws -> Matrix {
    let size = self.rows.shape.reduce(1, *), stretch = 64
    var narrow = [Float](repeating: 0, count: min(stretch, rows.count) * size)
    let wide = try [Double](unsafeUninitializedCapacity: rows.count * size) { wide, filled in
      for start in stride(from: 0, to: rows.count, by: stretch) {
        let part = Array(rows[start..<min(start + stretch, rows.count)]), count = part.count * size
        try narrow.withUnsafeMutableBufferPointer { narrow in
          try scaler.read(part, of: self, into: UnsafeMutableBufferPointer(rebasing: narrow[..<count]))
          for index in 0..<count { wide.initializeElement(at: start * size + index, to: Double(narrow[index])) }
        }
        filled += count
      }
    }
    return try Matrix(rows: rows.count, columns: size, values: wide)
  }
}
