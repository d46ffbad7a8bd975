import Commands
import Settings
import System

/// `lilt-train`: one model a fold, and an index of them.
@main struct Main {
  static func main() {
    Stage(
      "lilt-train", "Trains one model for each fold of a split.", arguments: "FEATURES.h5 SPLIT.h5", inputs: 2...2,
      extras: [
        .text(
          "--search", placeholder: "SPEC.json5", into: \.search,
          "try settings on inner folds and make a table of the trials in place of models")
      ],
      notes: """
        Settings: { "seed": 1, "split": "honest", "train": { "model": { "cnn1d": {} }, "epochs": 50, "batch": 64,
                    "optimizer": { "adam": { "rate": 1e-3 } }, "earlyStopping": { "patience": 10 } } }

        The models of models/X.h5 lie in models/X/, one file a fold. A fold whose file fits its settings and rows is not
        trained again; one that was interrupted goes on from its last epoch, to the same bytes. Results depend on the
        number of threads, and on nothing else that varies.
        Where no rule decides by validation rows (checkpoint 'last', no early stopping, no plateau), they are learned from.

        SPEC: { "metric": "uar", "inner": 3, "search": { "method": "random", "trials": 20, "space": {
                "train.model.mlp.hidden": [[300], [300, 50]], "train.optimizer.adam.rate": { "logUniform": [1e-4, 1e-2] }
              } } }
        A stopped search goes on from its table. No fold's test rows take part in its scores; over several folds, the
        best mean has yet seen every speaker somewhere, so search a split of one fold where that matters.
        """
    ).run { job, console in
      let settings = try job.settings(as: TrainJob.self)
      if let path = job.search {
        try SearchStage(settings, read(path), job: job, console: console).run()
      } else {
        try TrainStage(settings, job: job, console: console).run()
      }
    }
  }

  private static func read(_ path: String) throws -> SearchJob {
    do {
      return try SearchJob(parsing: contents(of: path))
    } catch let error as SettingsError {
      throw DataError(cannot: "read search", path, error)
    }
  }
}
