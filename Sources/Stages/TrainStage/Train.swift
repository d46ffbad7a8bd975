import Classical
import Commands
import Networks
import Pipeline
import Settings
import Store
import System

/// One model a fold, and an index of them.
public enum Train: Stage {
  /// Its folder in the store and, behind `lilt-`, its program.
  public static let name = "train"
  /// Raised whenever the same rows under the same settings become another model.
  public static let revision: Revision? = Revision(
    "train", 2, libraries: [Engines.name] + AlgebraLibraries.versions)
  /// What it does.
  public static let summary = "Trains one model for each fold of a split."
  /// What it reads.
  public static let reads: [StageInput] = [.file(.features), .file(.split)]
  /// What it writes.
  public static let writes = Schema.models
  /// Its own options.
  public static var options: [Option<Order>] {
    [
      .text(
        "--search", placeholder: "SPEC.json5", into: \.search,
        "try settings on inner folds and make a table of the trials in place of models")
    ]
  }
  /// Its settings in short.
  public static let notes = """
    Settings: { "seed": 1, "split": "honest", "train": { "model": { "cnn1d": {} }, "epochs": 50, "batch": 64,
                "optimizer": { "adam": { "rate": 1e-3 } }, "earlyStopping": { "patience": 10 } } }
    All keys, models and optimizers: lilt-recipe --explain train train.model train.optimizer

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

  /// Makes the output.
  public static func run(_ job: TrainJob, _ order: Order, _ console: Console) throws {
    if let path = order.search {
      try SearchRunner(job, search(path), order, console).run()
    } else {
      try TrainRun(job, order, console).run()
    }
  }

  private static func search(_ path: String) throws -> SearchJob {
    do {
      return try SearchJob(parsing: contents(of: path))
    } catch let error as SettingsError {
      throw DataError(cannot: "read search", path, error)
    }
  }
}
