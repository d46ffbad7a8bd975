import Classifiers
import Records
import Settings
import Store
import Testing

@testable import Models

/// Who learns from validation rows.
@Suite struct LearnedSidesTests {
  /// Six clips, and a copy of each behind them.
  private let rows = (0..<12).map { index in
    Row(
      id: "row\(index)", parent: "clip\(index % 6)", variant: index < 6 ? "original" : "noise", corpus: "toy",
      speaker: "", sex: "", emotion: "sad", label: "sad", key: "", sound: "")
  }

  @Test(arguments: [
    ("{ model: 'mlp', checkpoint: 'last' }", true), ("{ model: 'mlp' }", false), ("{ model: 'logistic' }", true),
    ("{ model: 'mlp', checkpoint: 'last', reduceOnPlateau: {} }", false),
    ("{ model: 'mlp', checkpoint: 'last', earlyStopping: { metric: 'loss' } }", false),
    ("{ model: 'mlp', metric: 'trainingLoss', earlyStopping: {} }", true),
  ])
  func `where no rule decides by them they are learned from, with their copies`(text: String, joined: Bool) throws {
    let section = try TrainSection(parsing: text.utf8)
    let fold = FoldSides(name: "fold0", train: [0, 2, 5, 6, 8, 11], validation: [1, 4], test: [3])
    // The copy of the test clip, 9, is on no side.
    let whole = FoldSides(
      name: "fold0", train: [0, 1, 2, 4, 5, 6, 7, 8, 10, 11], validation: [], test: [3])
    #expect(fold.learned(by: section, in: rows) == (joined ? whole : fold))
    let byRow = FoldSides(name: "fold0", train: [0, 1, 2, 3], validation: [4, 5, 6], test: [7, 8, 9, 10, 11])
    let all = FoldSides(name: "fold0", train: Array(0...6), validation: [], test: [7, 8, 9, 10, 11])
    #expect(byRow.learned(by: section, in: rows) == (joined ? all : byRow))
  }
}
