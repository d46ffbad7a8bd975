import Settings
import Testing

@testable import Classical

@Suite struct SelectionTests {
  let reference: Reference

  init() throws { reference = try Reference.read() }

  @Test func `folds share no group and hold every row once`() throws {
    let groups = (0..<97).map { "g\($0 * $0 % 11)" }
    let folds = try groupFolds(of: groups, count: 4)
    #expect(folds.flatMap(\.validation).sorted() == Array(0..<97))
    for fold in folds {
      #expect(Set(fold.training.map { groups[$0] }).isDisjoint(with: fold.validation.map { groups[$0] }))
      #expect(fold.training.count + fold.validation.count == 97)
    }
  }

  @Test func `three groups make three folds however many are asked for`() throws {
    #expect(try groupFolds(of: ["a", "b", "c", "a"], count: 5).map(\.validation) == [[0, 3], [1], [2]])
  }

  @Test func `one group cannot be split`() {
    #expect(throws: ClassicalError.self) { try groupFolds(of: ["a", "a"], count: 2) }
  }

  @Test func `average recall is the mean over the classes that occur`() {
    let recall = unweightedAverageRecall([0, 0, 1, 0], truth: [0, 0, 0, 1], classes: 3)
    #expect(recall == 1.0 / 3)
  }

  @Test func `the chosen cost has the best mean, and fitting it alone gives the same model`() throws {
    for jobs in [1, 3] {
      let model = try Logistic().fit(reference.examples, jobs: jobs)
      let best = try #require(model.trials.map(\.mean).max())
      #expect(model.trials.count == 5)
      #expect(model.trials.first { $0.mean == best }?.settings == model.chosen)
      let alone = try Logistic(decoding: model.chosen).fit(reference.examples)
      #expect(alone.classifier == model.classifier)
    }
  }

  @Test func `the number of jobs changes nothing`() throws {
    #expect(try Logistic().fit(reference.examples, jobs: 1) == Logistic().fit(reference.examples, jobs: 4))
    #expect(try SVM().fit(reference.examples, jobs: 1) == SVM().fit(reference.examples, jobs: 4))
  }

  @Test func `an uninformative column is left out, and the search says why it ended`() throws {
    let labels = (0..<80).map { $0 % 2 }
    var random = Splitter()
    let rows = labels.flatMap { label in [random.next(), Double(label) + 0.3 * random.next(), random.next()] }
    let examples = try Examples(
      features: Matrix(rows: 80, columns: 3, values: rows), labels: labels,
      groups: (0..<80).map { "\($0 / 20)" }, classes: ["a", "b"])
    var search = ForwardSelection()
    search.learner = ClassicalChoice(NearestMean())
    let found = try search.select(from: FeatureGroup.groups(of: ["x", "signal", "y"]), on: examples)
    #expect(found.chosen == ["signal"])
    #expect(found.columns == [1])
    #expect(found.steps.map(\.group).first == "signal")
    #expect(found.ending == .noGain)
    #expect(try search.select(from: FeatureGroup.groups(of: ["x", "signal", "y"]), on: examples, jobs: 3) == found)
    search.limit = 1
    #expect(
      try search.select(from: FeatureGroup.groups(of: ["x", "signal", "y"]), on: examples).ending == .limitReached)
  }

  @Test func `names are grouped by family in order of appearance`() {
    let groups = FeatureGroup.groups(of: ["mfcc.0", "zcr", "mfcc.1"]) { String($0.prefix { $0 != "." }) }
    #expect(groups == [FeatureGroup(name: "mfcc", columns: [0, 2]), FeatureGroup(name: "zcr", columns: [1])])
  }

  @Test func `recipes choose a learner by name`() throws {
    let settings = try ForwardSelection(parsing: Array("{ learner: { svm: { costs: [0.5] } }, limit: 3 }".utf8))
    #expect((settings.learner.learner as? SVM)?.costs == [0.5])
    #expect(try ForwardSelection(parsing: Array("{ learner: 'nearestMean' }".utf8)).learner != settings.learner)
    #expect(throws: SettingsError.self) { try ForwardSelection(parsing: Array("{ learner: 'lad' }".utf8)) }
    #expect(throws: SettingsError.self) { try Logistic(parsing: Array("{ costs: [1, 0.1] }".utf8)) }
  }
}

/// Numbers in (-1, 1) that look random enough.
struct Splitter {
  private var state = 0.5

  mutating func next() -> Double {
    state = (state * 997 + 0.123).truncatingRemainder(dividingBy: 1)
    return 2 * state - 1
  }
}
