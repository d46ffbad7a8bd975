import Testing

@testable import Classical

@Suite struct AgainstScikitLearnTests {
  let reference: Reference

  init() throws { reference = try Reference.read() }

  @Test func `logistic regression finds scikit-learn's coefficients`() throws {
    for expected in reference.logistic {
      var learner = Logistic()
      learner.costs = [expected.cost]
      learner.classWeights = expected.classWeights
      learner.tolerance = 1e-11
      let model = try learner.fit(reference.examples)
      #expect(distance(model.classifier.weights.values, expected.weights) < 1e-8)
      #expect(distance(model.classifier.biases, expected.biases) < 1e-8)
      let probabilities = try model.probabilities(for: reference.firstRows)
      #expect(distance(probabilities.values, expected.probabilities ?? []) < 1e-8)
    }
  }

  @Test func `the default tolerance is enough for probabilities to two decimals`() throws {
    for expected in reference.logistic {
      var learner = Logistic()
      learner.costs = [expected.cost]
      learner.classWeights = expected.classWeights
      let probabilities = try learner.fit(reference.examples).probabilities(for: reference.firstRows)
      #expect(distance(probabilities.values, expected.probabilities ?? []) < 5e-3)
    }
  }

  @Test func `two softmax classes at half the cost equal one logistic function`() throws {
    // With w = w₁ - w₂ and w₁ = -w₂ the penalty ½(‖w₁‖² + ‖w₂‖²) is half of ½‖w‖².
    var learner = Logistic()
    learner.costs = [0.05]
    learner.classWeights = .none
    learner.tolerance = 1e-11
    let model = try learner.fit(reference.twoClasses)
    let rows = try reference.twoClasses.features.selecting(rows: [0, 1, 2, 3, 4])
    #expect(distance(model.probabilities(for: rows).values, reference.logisticTwo) < 1e-8)
  }

  @Test func `liblinear finds LinearSVC's coefficients`() throws {
    for expected in reference.svm {
      var learner = SVM()
      learner.costs = [expected.cost]
      learner.classWeights = expected.classWeights
      learner.tolerance = 1e-8
      let classifier = try learner.fit(reference.examples).classifier
      #expect(distance(classifier.weights.values, expected.weights) < 1e-6)
      #expect(distance(classifier.biases, expected.biases) < 1e-6)
    }
  }

  @Test func `of two classes one machine serves both`() throws {
    var learner = SVM()
    learner.costs = [reference.svmTwo.cost]
    learner.classWeights = .none
    learner.tolerance = 1e-8
    let classifier = try learner.fit(reference.twoClasses).classifier
    let second = (0..<classifier.weights.rows).map { classifier.weights[$0, 1] }
    #expect(distance(second, reference.svmTwo.weights) < 1e-6)
    #expect(classifier.biases[0] == -classifier.biases[1])
    #expect(distance([classifier.biases[1]], reference.svmTwo.biases) < 1e-6)
  }

  @Test func `discriminant analysis finds scikit-learn's margins and probabilities`() throws {
    for expected in reference.lda {
      var learner = LDA()
      learner.shrinkage = expected.shrinkage
      learner.priors = expected.priors
      let model = try learner.fit(reference.examples)
      #expect(distance(model.classifier.weights.values, expected.weights) < 1e-10)
      #expect(distance(model.classifier.biases, expected.biases) < 1e-10)
      let probabilities = try model.probabilities(for: reference.firstRows)
      #expect(distance(probabilities.values, expected.probabilities) < 1e-10)
    }
  }

  @Test func `the projection is scipy's generalised eigenvectors, whose sign is free`() throws {
    for expected in reference.lda {
      var learner = LDA()
      learner.shrinkage = expected.shrinkage
      learner.priors = expected.priors
      let projection = try #require(try learner.fit(reference.examples).classifier.projection)
      let projected = try projection(reference.firstRows)
      #expect(projected.columns == 2)
      #expect(distance(projected.values.map(abs), expected.projected.map(abs)) < 1e-9)
    }
  }

  @Test func `without shrinkage the projection is the one of scikit-learn's eigen solver`() throws {
    var learner = LDA()
    learner.shrinkage = .fixed(0)
    learner.priors = .training
    let projection = try #require(try learner.fit(reference.examples).classifier.projection)
    #expect(try distance(projection(reference.firstRows).values.map(abs), reference.ldaEigen.map(abs)) < 1e-9)
  }

  @Test func `Ledoit and Wolf's share is scikit-learn's`() throws {
    let rows = try reference.examples.features
    let centred = rows.subtracting(rows.columnMeans)
    let share = ledoitWolf(centred, product(centred, .transposed, centred))
    #expect(abs(share - reference.ledoitWolf) < 1e-12)
  }

  @Test func `the nearest mean is scikit-learn's nearest centroid`() throws {
    let model = try NearestMean().fit(reference.examples)
    #expect(try model.classifier.labels(for: reference.examples.features) == reference.nearestMean)
  }
}
