import AugmentStage
import CleanStage
import Determinism
import EvaluateStage
import FeaturesStage
import IngestStage
import Pipeline
import Settings
import SplitStage
import TrainStage

/// A recipe as files: which steps make them, in the order in which they are made.
public struct Plan: Sendable {
  /// The recipe's name: its file's, without `.json5`.
  public let name: String
  /// What the recipe is, in a sentence: its first comment. No settings hold it, so that a changed comment makes nothing
  /// out of date.
  public let title: String
  /// The corpora that the recipe uses.
  public let corpora: [String]
  /// Where the corpora are made rather than found.
  public let synthesis: Synthesis?
  /// Steps whose files lie in the store, where recipes share them.
  public let stored: [Step]
  /// The last step, whose file and report belong to this recipe alone.
  public let evaluation: Step
  /// The features that are also wanted as a table; nil where they are not.
  public let table: Step?
  /// Names in the recipe's folder for the stored files: `features.h5`, `models/honest.h5`.
  public let links: [(name: String, step: Step)]

  /// Corpora that lilt-synth makes for a recipe.
  public struct Synthesis: Sendable, Equatable {
    /// What to make.
    public let settings: Recipe.Synthetic
    /// The folder that holds them: `build/synthetic/3fa9…`.
    public let root: String
    /// The corpora's names.
    public let corpora: [String]
  }

  /// Lays out a recipe.
  /// - Parameters:
  ///   - name: the recipe's name, which is a folder and a goal of Make.
  ///   - text: the recipe as its author wrote it.
  ///   - build: the folder of everything made: `build`.
  ///   - data: the folder of the corpora.
  public init(_ recipe: Recipe, name: String, text: RecipeText, build: String, data: CorporaFolder = .toldToMake) throws
  {
    try Plan.check(name: name)
    guard MakeText.isPlain(build) else {
      throw Invalid("'\(build)' cannot be the folder of everything made; expected a relative path of \(MakeText.plain)")
    }
    if case .path(let path) = data, MakeText.word(path) == nil { throw Invalid("the corpora's folder holds a NUL") }
    var steps: [Step] = []
    var links: [(name: String, step: Step)] = []
    func add<S: Stage>(_ stage: S.Type, as link: String, _ job: S.Job, from inputs: [Step.Input]) throws -> Step.Input {
      let step = try Step(stage, job, from: inputs)
      steps.append(step)
      links.append((link + ".h5", step))
      return step.asInput(in: build)
    }
    let seed = UInt64(recipe.seed)

    let synthesis = try recipe.synthetic.map { try Synthesis($0, corpora: recipe.corpora, build: build) }
    let root = synthesis.map { .path($0.root) } ?? data
    let corpora = Step.Input.corpora(
      root: root,
      lists: recipe.corpora.map { synthesis == nil ? "\(build)/corpora/\($0).files" : "\(root.word)/\($0).files" })

    let catalog = try add(
      Ingest.self, as: "catalog", IngestJob(corpora: recipe.corpora, ingest: recipe.ingest), from: [corpora])
    let clean = try add(Clean.self, as: "clean", recipe.clean, from: [catalog, .corpora(root: root, lists: [])])
    let sound =
      try recipe.augment.map {
        try add(Augment.self, as: "augmented", AugmentJob(seed: seed, augment: $0), from: [clean])
      } ?? clean
    let features = try add(
      ComputeFeatures.self, as: "features", FeaturesJob(seed: seed, features: recipe.features), from: [sound])

    var judged: [Step.Input] = []
    for (name, split) in recipe.splits.sorted(by: { $0.key < $1.key }) {
      let rows = try add(
        Split.self, as: "splits/\(name)", SplitJob(name: name, split: split), from: [catalog, features])
      let models = try add(
        Train.self, as: "models/\(name)", TrainJob(seed: seed, split: name, train: recipe.train),
        from: [features, rows])
      judged += [rows, models]
    }
    self.name = name
    title = text.title
    self.corpora = recipe.corpora
    self.synthesis = synthesis
    self.stored = steps
    self.links = links
    table = recipe.csv ? steps.first { $0.stage == ComputeFeatures.name } : nil
    evaluation = try Step(
      Evaluate.self,
      EvaluateJob(name: name, text: text.text, recipe: JSON(encoding: recipe), evaluate: recipe.evaluate),
      from: [catalog, clean, features] + judged)
  }
}

extension Plan {
  /// Names that a recipe cannot have because `build/` has folders of these names for other things.
  private static let taken: Set = ["bin", "corpora", "downloads", "inputs", "python", "recipes", "store", "synthetic"]

  private static func check(name: String) throws {
    guard MakeText.isPlainPart(name) else {
      throw Invalid("its name, '\(name)', cannot name a goal and a folder; expected \(MakeText.plain)")
    }
    guard !taken.contains(name) else {
      throw Invalid("its name is taken: build/\(name) is a folder for other things; call the recipe something else")
    }
  }
}

extension Plan.Synthesis {
  init(_ settings: Recipe.Synthetic, corpora: [String], build: String) throws {
    let hash = "\(Digest(of: try settings.canonicalJSON + corpora.joined(separator: ",")))".prefix(16)
    self.init(settings: settings, root: "\(build)/synthetic/\(hash)", corpora: corpora)
  }
}
