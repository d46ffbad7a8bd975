import Settings

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
  public func trials(on examples: Examples, folds: [Fold], jobs: Int = 1) throws -> [Trial] {
    useOneThreadPerProduct()
    let alternatives = alternatives
    let recalls = try parallel(folds.count, jobs: jobs) { index in
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
