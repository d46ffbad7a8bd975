import Commands
import Metrics
import Pipeline
import Reports
import Results
import Settings
import Store
import System

/// What `lilt-evaluate` is told.
public struct EvaluateJob: Settings {
  /// The recipe's name.
  public var name = ""
  /// The recipe as its author wrote it, which the report shows.
  public var text = ""
  /// The recipe with everything that it leaves to defaults.
  public var recipe = JSON.null
  /// How results are judged.
  public var evaluate = EvaluateSettings()

  /// Nothing to judge yet.
  public init() {}

  /// What is to be judged of a recipe.
  public init(name: String, text: String, recipe: JSON, evaluate: EvaluateSettings) {
    (self.name, self.text, self.recipe, self.evaluate) = (name, text, recipe, evaluate)
  }
}

/// What the models of all folds say about rows that they were not trained on, and what that is worth.
public enum Evaluate: Stage {
  /// Its folder in the store and, behind `lilt-`, its program.
  public static let name = "evaluate"
  /// What it does.
  public static let summary = "Scores the models of each split on their test rows and writes the report."
  /// What it reads.
  public static let reads: [StageInput] = [.file(.catalog), .file(.clean), .file(.features)]
  /// What it reads once a split.
  public static let readsAgain: [StageInput] = [.file(.split), .file(.models)]
  /// What it writes.
  public static let writes = Schema.evaluation
  /// Its own options.
  public static var options: [Option<Order>] {
    [
      .text("--report", placeholder: "FILE.html", into: \.report, "the report, one page that needs nothing else"),
      .text("--title", placeholder: "TEXT", into: \.title, "what the recipe is, in a sentence of the report"),
    ]
  }
  /// Its settings in short.
  public static let notes = """
    The first split whose role is honest is the one to quote. Beside the report lie predictions.csv and metrics.json.
    What a recipe may say of it: lilt-recipe --explain evaluate
    """

  /// Makes the output, and the report beside it.
  public static func run(_ job: EvaluateJob, _ order: Order, _ console: Console) throws {
    let judge = try Judge(job, order, console)
    let judged = try judge.judge()
    let output = try outputFile(job, order)
    try output.write(judged)
    if let path = order.report {
      let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
      try write(Array(try judge.report(of: judged).html.utf8), to: path)
      try write(Array(judged.results[0].spreadsheet.utf8), to: folder + "predictions.csv")
      try write(Array((try judged.results[0].metrics + "\n").utf8), to: folder + "metrics.json")
    }
    // Last, because Make takes the file for the sign that everything is there.
    try output.commit()
    for line in judged.headlines { console.say(line) }
  }
}
