import Commands
import Metrics
import Reports
import Results
import Settings
import Store
import System

/// What `lilt-evaluate` is told.
struct EvaluateJob: Settings {
  /// The recipe's name.
  var name = ""
  /// The recipe as its author wrote it, which the report shows.
  var text = ""
  /// The recipe with everything that it leaves to defaults.
  var recipe = JSON.null
  /// How results are judged.
  var evaluate = EvaluateSettings()
}

/// `lilt-evaluate`: what the models of all folds say about rows that they were not trained on, and what that is worth.
@main struct Main {
  static func main() {
    Stage(
      "lilt-evaluate", "Scores the models of each split on their test rows and writes the report.",
      arguments: "CATALOG.h5 CLEAN.h5 FEATURES.h5 SPLIT.h5 MODELS.h5 [SPLIT.h5 MODELS.h5]…", inputs: 5...10_000,
      extras: [
        .text("--report", placeholder: "FILE.html", into: \.report, "the report, one page that needs nothing else"),
        .text("--title", placeholder: "TEXT", into: \.title, "what the recipe is, in a sentence of the report"),
      ],
      notes: """
        The first split whose role is honest is the one to quote. Beside the report lie predictions.csv and metrics.json.
        """
    ).run { job, console in
      let settings = try job.settings(as: EvaluateJob.self)
      guard job.inputs.count % 2 == 1 else { throw UsageError("every SPLIT.h5 needs its MODELS.h5") }
      let judge = try Judge(settings, job: job, console: console)
      let judged = try judge.judge()
      let output = try OutputFile(
        job.outputPath, schema: .evaluation, tool: Tool(named: "lilt-evaluate"), settings: settings.canonicalJSON,
        inputs: job.inputs.map { try Input(file: $0) })
      try output.write(judged)
      if let path = job.report {
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
}
