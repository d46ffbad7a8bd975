import Settings
import System

/// A classical model that recipes choose by name: settings, and how they are fitted.
public protocol ClassicalLearner: Named {
  /// How many group-disjoint inner folds choose among the alternatives.
  var folds: Int { get }

  /// The same settings with one value each where `self` lists several, the most regularised first; just `self` when
  /// there is nothing to choose.
  var alternatives: [Self] { get }

  /// Fits one alternative.
  /// - Parameters:
  ///   - examples: rows of at least two classes, and some of every class.
  ///   - start: the fit of the alternative before on the same rows, from which a solver may go on.
  func train(on examples: Examples, from start: LinearClassifier?) throws -> LinearClassifier
}

extension ClassicalLearner {
  /// Five, which learners with nothing to choose never use.
  public var folds: Int { 5 }

  /// Nothing to choose.
  public var alternatives: [Self] { [self] }

  /// Chooses among the alternatives by unweighted average recall on inner folds that share no group, the more
  /// regularised one where two are equal, and fits the chosen one to all rows.
  ///
  /// A class without training rows gets probability 0.
  /// - Parameter jobs: threads over the folds; the model does not depend on it.
  public func fit(_ examples: Examples, jobs: Int = 1) throws -> ClassicalModel {
    let alternatives = alternatives
    var chosen = self
    var trials: [Trial] = []
    if alternatives.count > 1 {
      trials = try self.trials(on: examples, folds: groupFolds(of: examples.groups, count: folds), jobs: jobs)
      var best = 0
      for index in trials.indices where trials[index].mean > trials[best].mean { best = index }
      chosen = alternatives[best]
    }
    useOneThreadPerProduct()
    let (compact, present) = try examples.withClassesPresent()
    let classifier = try chosen.train(on: compact, from: nil).expanded(from: present, to: examples.classes.count)
    return try ClassicalModel(
      name: Self.name, classes: examples.classes, classifier: classifier, chosen: JSON(encoding: chosen),
      trials: trials)
  }

  /// The scores of every alternative on given folds.
  public func trials(on examples: Examples, folds: [GroupFold], jobs: Int = 1) throws -> [Trial] {
    useOneThreadPerProduct()
    let alternatives = alternatives
    let recalls = try parallelMap(count: folds.count, jobs: jobs) { index in
      let (training, present) = try examples.selecting(rows: folds[index].training).withClassesPresent()
      let validation = examples.selecting(rows: folds[index].validation)
      var fitted: LinearClassifier?
      return try alternatives.map { alternative in
        let classifier = try alternative.train(on: training, from: fitted)
        fitted = classifier
        let found = classifier.labels(for: validation.features).map { present[$0] }
        return unweightedAverageRecall(found, truth: validation.labels, classes: examples.classes.count)
      }
    }
    return try alternatives.indices.map { index in
      try Trial(settings: JSON(encoding: alternatives[index]), recalls: recalls.map { $0[index] })
    }
  }
}

/// One alternative and its unweighted average recall on every inner fold.
public struct Trial: Codable, Sendable, Equatable {
  /// The alternative, as a recipe would write it.
  public let settings: JSON
  /// Unweighted average recall on each fold, 0 to 1.
  public let recalls: [Double]
  /// Their mean.
  public var mean: Double { recalls.isEmpty ? 0 : recalls.reduce(0, +) / Double(recalls.count) }
}

/// Every classical learner, for a recipe's choice by name; a new one is a file and a line here.
public let classicalLearners: [any ClassicalLearner.Type] = [
  Logistic.self, SVM.self, LDA.self, NearestMean.self,
]

/// Why a classical model could not be fitted or used.
public enum ClassicalError: Error, CustomStringConvertible, Equatable {
  /// Numbers that do not fill the shape that was asked for.
  case shape(String, found: String)
  /// Training rows that no model can be fitted to.
  case examples(String)
  /// A fit that broke down, with the model's name.
  case fit(String, cause: String)
  /// Arrays or a summary that are no model.
  case model(String)

  /// One sentence.
  public var description: String {
    switch self {
    case .shape(let expected, let found): "cannot build a matrix: expected \(expected), found \(found)"
    case .examples(let cause): "cannot take the training rows: \(cause)"
    case .fit(let name, let cause): "cannot fit '\(name)': \(cause)"
    case .model(let cause): "cannot read a classical model: \(cause)"
    }
  }
}

/// Unweighted average recall in [0, 1]: the mean over the classes that occur of the share of their rows that were found.
func unweightedAverageRecall(_ predicted: [Int], truth: [Int], classes: Int) -> Double {
  var found = [Int](repeating: 0, count: classes)
  var rows = [Int](repeating: 0, count: classes)
  for (guess, label) in zip(predicted, truth) {
    rows[label] += 1
    if guess == label { found[label] += 1 }
  }
  let recalls = zip(found, rows).filter { $0.1 > 0 }.map { Double($0.0) / Double($0.1) }
  return recalls.isEmpty ? 0 : recalls.reduce(0, +) / Double(recalls.count)
}

/// A classical learner that settings pick by name: `"lda"`, `{ logistic: { costs: [0.01] } }`.
public struct ClassicalChoice: NamedChoice {
  /// What the alternatives are.
  public static let kind = "classical model"
  /// All that a recipe may name.
  public static var alternatives: [any Named.Type] { classicalLearners }

  /// The chosen learner with its settings.
  public var learner: any ClassicalLearner

  /// Chooses a learner.
  public init(_ learner: any ClassicalLearner) { self.learner = learner }

  /// Reads a name, or an object with a name as its one key.
  public init(from decoder: any Decoder) throws {
    let choice = try decoder.choice(for: ClassicalChoice.self)
    guard let learner = choice as? any ClassicalLearner else { throw Invalid("\(type(of: choice)) cannot be fitted") }
    self.learner = learner
  }

  /// Writes an object with the name as its one key.
  public func encode(to encoder: any Encoder) throws { try encoder.encode(choice: learner) }

  /// Whether both are the same learner with the same settings.
  public static func == (a: ClassicalChoice, b: ClassicalChoice) -> Bool {
    func same<L: ClassicalLearner>(_ one: L) -> Bool { one == b.learner as? L }
    return same(a.learner)
  }
}
