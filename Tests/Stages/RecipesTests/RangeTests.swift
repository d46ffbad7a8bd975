import Classical
import Networks
import Settings
import Testing

@testable import Audio
@testable import Augmentation
@testable import Classifiers
@testable import Corpora
@testable import Features
@testable import Metrics
@testable import Recipes
@testable import Reports
@testable import Search
@testable import Splits

/// Every number of every settings type has a range, tried by putting numbers there that nothing can be meant by.
@Suite struct RangeTests {
  private static let absurd: [JSON] = [.integer(.max), .integer(.min), .number(1e300), .number(-1e300)]

  /// Places of a tree where one value stands, as the tree with something else there.
  private func replacing(_ tree: JSON, path: String = "", with value: JSON) -> [(path: String, tree: JSON)] {
    switch tree {
    case .object(let members) where !members.isEmpty:
      members.sorted { $0.key < $1.key }.flatMap { key, inner in
        replacing(inner, path: "\(path).\(key)", with: value).map { found in
          (found.path, .object(members.merging([key: found.tree]) { $1 }))
        }
      }
    case .array(let values) where !values.isEmpty:
      values.indices.flatMap { index in
        replacing(values[index], path: "\(path)[\(index)]", with: value).map { found in
          var changed = values
          changed[index] = found.tree
          return (found.path, .array(changed))
        }
      }
    default: [(path, value)]
    }
  }

  private func check<S: Settings>(_ settings: S) throws {
    let tree = try JSON(encoding: settings)
    #expect(throws: Never.self, "\(S.self) as it is") { try S(decoding: tree) }
    for value in Self.absurd {
      for (path, changed) in replacing(tree, with: value) {
        // Any whole number starts a generator; negative ones are refused where the type takes none.
        if path.hasSuffix("seed"), case .integer = value { continue }
        #expect(throws: SettingsError.self, "\(S.self)\(path) = \(value)") { try S(decoding: changed) }
      }
    }
  }

  private func checkAll(_ types: [any Named.Type]) throws {
    for type in types {
      let value = type.init()
      // What a recipe must complete is given below.
      if (try? value.validate()) != nil { try check(value) }
    }
  }

  @Test func `sound: cleaning and its steps`() throws {
    var cleaning = Cleaning()
    cleaning.duration = 3
    try check(cleaning)
    (cleaning.trim, cleaning.mask, cleaning.preEmphasis) = (Trim(), EnvelopeMask(), PreEmphasis())
    for level in [\Level.peak, \Level.rms] {
      cleaning.level = Level()
      cleaning.level?[keyPath: level] = -3
      try check(cleaning)
    }
  }

  @Test func `corpora: the doctor's lines and splits`() throws {
    try check(IngestSettings())
    try check(SplitSettings())
    try check(try SplitSettings(parsing: "{ folds: 5 }".utf8))
    try check(try SplitSettings(parsing: "{ test: 0.2 }".utf8))
  }

  @Test func `variants: all transforms`() throws {
    try checkAll(allTransforms)
    for text in [
      "{ shift: { samples: 3 } }", "{ shift: { seconds: 3 } }", "{ noise: { snr: 10 } }",
      "{ gain: { db: { min: 1, max: 2 } } }",
      "{ background: { paths: ['a.wav'] } }", "{ chain: ['gain', 'reverb'] }", "{ reverb: { seconds: 0.1 } }",
    ] {
      try check(try Augmenting(decoding: JSON(parsing: "[\(text)]".utf8)))
    }
  }

  @Test func `features: all families and layouts`() throws {
    try checkAll(Families.all)
    try checkAll(Layouts.all)
    try check(FrameSettings())
    for layout in [
      "{ sequence: { frames: 5, fill: 1 } }", "{ flat: { frames: 5 } }", "{ windows: { random: true, count: 4 } }",
      "{ image: { frames: 3 } }",
    ] {
      let stack =
        layout.contains("image") ? "['mel']" : "['mel', { mfcc: { high: 4000 } }, { chroma: { tuning: 0.1 } }]"
      try check(try FeatureSettings(parsing: "{ layout: \(layout), stack: \(stack), frame: { length: 8 } }".utf8))
    }
  }

  @Test func `training: all models and what they are trained with`() throws {
    for types: [any Named.Type] in [
      Models.all, Optimisers.all, Schedules.all, Scalers.all, BatchAugmentations.all, ClassWeightings.all,
      classicalLearners,
    ] {
      try checkAll(types)
    }
    try check(
      try TrainSettings(
        parsing: """
          { minimumSteps: 3, clipGradient: 1, averageWeights: 0.9, earlyStopping: {}, reduceOnPlateau: {},
            augment: ['mixup', 'noise', 'specAugment', 'timeShift'], classWeights: { explicit: { factors: { a: 2 } } },
            model: { cnn1d: { blocks: [{ filters: 3 }], dense: 4 } } }
          """.utf8))
    try check(try TrainSettings(parsing: "{ model: { cnn2d: { filters: [3, 4] } } }".utf8))
    try check(try ForwardSelection(parsing: "{ limit: 4 }".utf8))
    try check(try LDA(parsing: "{ dimensions: 4, shrinkage: 0.1 }".utf8))
  }

  @Test func `evaluation, searches and recipes`() throws {
    try check(Bootstrap())
    try check(try EvaluateSettings(parsing: "{ claim: { accuracy: 0.5, uar: 0.5, f1: 0.5 } }".utf8))
    try check(try SearchSettings(parsing: "{ method: 'random', trials: 4, space: {} }".utf8))
    try check(Recipe.Synthetic())
    try check(try Recipe(parsing: "{ corpora: ['ravdess'], splits: { honest: {} } }".utf8))
  }

  @Test func `a grid of more combinations than anybody waits for is refused`() {
    let list = "[" + (0..<101).map(String.init).joined(separator: ",") + "]"
    #expect(throws: SettingsError.self) {
      try SearchSettings(parsing: "{ space: { a: \(list), b: \(list), c: \(list) } }".utf8)
    }
    for range in ["{ integers: [-9223372036854775808, 9223372036854775807] }", "{ uniform: [-1e308, 1e308] }"] {
      #expect(throws: SettingsError.self) {
        try SearchSettings(parsing: "{ method: 'random', space: { a: \(range) } }".utf8)
      }
    }
  }
}
