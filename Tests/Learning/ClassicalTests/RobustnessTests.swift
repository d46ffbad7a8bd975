import Settings
import Testing

@testable import Classical

@Suite struct RobustnessTests {
  let examples: Examples

  init() throws { examples = try Reference.read().examples }

  private func withConstantColumns() throws -> Examples {
    var values: [Double] = []
    for row in 0..<examples.features.rows { values += [3] + examples.features[row: row] + [0] }
    return try Examples(
      features: Matrix(rows: examples.features.rows, columns: 8, values: values), labels: examples.labels,
      groups: examples.groups, classes: examples.classes)
  }

  @Test func `constant columns leave finite probabilities that sum to one`() throws {
    let rows = try withConstantColumns()
    for kind in classicalLearners {
      let probabilities = try kind.init().fit(rows).probabilities(for: rows.features)
      for row in 0..<probabilities.rows { #expect(abs(probabilities[row: row].reduce(0, +) - 1) < 1e-12) }
    }
  }

  @Test func `discriminant analysis disregards constant columns`() throws {
    var learner = LDA()
    learner.shrinkage = .fixed(0)
    let plain = try learner.fit(examples)
    let wide = try learner.fit(withConstantColumns())
    #expect(try wide.probabilities(for: withConstantColumns().features) == plain.probabilities(for: examples.features))
    #expect(wide.classifier.projection?.directions.rows == 8)
  }

  @Test func `a class without rows gets no probability, and is named`() throws {
    let wider = try Examples(
      features: examples.features, labels: examples.labels.map { $0 == 2 ? 3 : $0 }, groups: examples.groups,
      classes: ["angry", "calm", "happy", "sad"])
    for kind in classicalLearners {
      let model = try kind.init().fit(wider)
      let some = try kind.init().fit(examples)
      let probabilities = model.probabilities(for: examples.features)
      #expect(model.classes.count == 4 && probabilities.columns == 4)
      #expect((0..<60).allSatisfy { probabilities[$0, 2] == 0 })
      #expect(probabilities.selecting(columns: [0, 1, 3]) == some.probabilities(for: examples.features))
    }
  }

  @Test func `more features than rows need shrinkage`() throws {
    let few = examples.selecting(rows: Array(0..<5))
    var learner = LDA()
    learner.shrinkage = .fixed(0)
    #expect(throws: ClassicalError.self) { try learner.fit(few) }
    learner.shrinkage = .fixed(0.1)
    _ = try learner.fit(few)
  }

  @Test func `fewer dimensions are the first ones`() throws {
    var learner = LDA()
    let both = try #require(try learner.fit(examples).classifier.projection)
    learner.dimensions = 1
    let one = try #require(try learner.fit(examples).classifier.projection)
    #expect(one(examples.features) == both(examples.features).selecting(columns: [0]))
  }

  @Test func `bad rows are refused in one sentence`() throws {
    let rows = try Matrix(rows: 2, columns: 1, values: [0, Double.nan])
    #expect {
      try Examples(features: rows, labels: [0, 1], groups: ["a", "b"], classes: ["x", "y"])
    } throws: {
      "\($0)" == "cannot take the training rows: row 1, column 0 holds nan; expected a finite number"
    }
    #expect(throws: ClassicalError.self) { try Matrix(rows: 2, columns: 2, values: [1.0]) }
    #expect(throws: ClassicalError.self) {
      try Examples(features: rows, labels: [0], groups: ["a", "b"], classes: ["x", "y"])
    }
    #expect(throws: ClassicalError.self) {
      try NearestMean().fit(examples.selecting(rows: examples.labels.indices.filter { examples.labels[$0] == 1 }))
    }
  }

  @Test func `a model comes back from its summary and arrays`() throws {
    for kind in classicalLearners {
      let model = try kind.init().fit(examples)
      let text = model.summary.canonical
      #expect(try ClassicalModel(summary: JSON(parsing: Array(text.utf8)), arrays: model.arrays) == model)
      #expect(throws: ClassicalError.self) { try ClassicalModel(summary: model.summary, arrays: []) }
      #expect(throws: ClassicalError.self) { try ClassicalModel(summary: .null, arrays: model.arrays) }
    }
  }

  @Test func `probabilities follow distances to the means`() throws {
    // Two means at -1 and 1 with variance 0.25 within: the log odds at x are 2x / 0.25.
    let rows = try Matrix(rows: 4, columns: 1, values: [-1.5, -0.5, 0.5, 1.5])
    let examples = try Examples(
      features: rows, labels: [0, 0, 1, 1], groups: ["a", "b", "a", "b"], classes: ["x", "y"])
    let model = try NearestMean().fit(examples)
    let margins = model.classifier.margins(for: try Matrix(rows: 1, columns: 1, values: [0.3]))
    #expect(abs(margins[0, 1] - margins[0, 0] - 2.4) < 1e-12)
  }
}
