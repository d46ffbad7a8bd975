import Determinism
import Settings

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
  ///   - title: what it is, in a sentence: its first comment.
  ///   - text: the recipe as its author wrote it.
  ///   - build: the folder of everything made: `build`.
  ///   - data: the folder of the corpora as the rules name it: `$(DATA)`.
  public init(
    _ recipe: Recipe, name: String, title: String, text: RecipeText, build: String, data: String
  ) throws {
    var steps: [Step] = []
    var links: [(name: String, step: Step)] = []
    func add(
      _ stage: String, as link: String, _ settings: JSON, from inputs: [Step.Input], reading files: [String] = []
    ) -> Step.Input {
      let step = Step(stage: stage, program: "lilt-\(stage)", settings: settings, inputs: inputs, files: files)
      steps.append(step)
      links.append((link + ".h5", step))
      return step.asInput(in: build)
    }
    let seed = JSON.integer(recipe.seed)

    let synthesis = try recipe.synthetic.map { try Synthesis($0, corpora: recipe.corpora, build: build) }
    let root = synthesis?.root ?? data
    let corpora = Step.Input.corpora(
      root: root,
      lists: recipe.corpora.map { synthesis == nil ? "\(build)/corpora/\($0).files" : "\(root)/\($0).files" })

    let catalog = add(
      "ingest", as: "catalog",
      .object(["corpora": .array(recipe.corpora.map(JSON.string)), "ingest": try JSON(encoding: recipe.ingest)]),
      from: [corpora], reading: recipe.ingest.labels.file.map { [$0] } ?? [])
    let clean = add(
      "clean", as: "clean", try JSON(encoding: recipe.clean),
      from: [catalog, .corpora(root: root, lists: [])])
    var sound = clean
    if let augment = recipe.augment {
      sound = add(
        "augment", as: "augmented", .object(["seed": seed, "augment": try JSON(encoding: augment)]), from: [sound],
        reading: augment.files)
    }
    let features = add(
      "features", as: "features", .object(["seed": seed, "features": try JSON(encoding: recipe.features)]),
      from: [sound])

    var judged: [Step.Input] = []
    for split in recipe.splits.keys.sorted() {
      let rows = add(
        "split", as: "splits/\(split)",
        .object(["name": .string(split), "split": try JSON(encoding: recipe.splits[split])]),
        from: [catalog, features],
        reading: recipe.splits[split]?.foldFile.map { ["data/folds/\($0).json"] } ?? [])
      let models = add(
        "train", as: "models/\(split)",
        .object(["seed": seed, "split": .string(split), "train": try JSON(encoding: recipe.train)]),
        from: [features, rows])
      judged += [rows, models]
    }
    self.name = name
    self.title = title
    self.corpora = recipe.corpora
    self.synthesis = synthesis
    self.stored = steps
    self.links = links
    table = recipe.csv ? steps.first { $0.stage == "features" } : nil
    evaluation = Step(
      stage: "evaluate", program: "lilt-evaluate",
      settings: .object([
        "name": .string(name), "text": .string(text.text),
        "recipe": try JSON(encoding: recipe), "evaluate": try JSON(encoding: recipe.evaluate),
      ]),
      inputs: [catalog, clean, features] + judged)
  }
}

extension Plan.Synthesis {
  init(_ settings: Recipe.Synthetic, corpora: [String], build: String) throws {
    let hash = "\(Digest(of: try settings.canonicalJSON + corpora.joined(separator: ",")))".prefix(16)
    self.init(settings: settings, root: "\(build)/synthetic/\(hash)", corpora: corpora)
  }
}
