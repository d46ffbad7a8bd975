import Pipeline

/// `lilt-train`: one model a fold, and an index of them.
@main struct Main {
  static func main() {
    Stage(
      "lilt-train", "Trains one model for each fold of a split.", arguments: "FEATURES.h5 SPLIT.h5", inputs: 2...2,
      notes: """
        Settings: { "seed": 1, "split": "honest", "train": { "model": { "cnn1d": {} }, "epochs": 50, "batch": 64,
                    "optimizer": { "adam": { "rate": 1e-3 } }, "earlyStopping": { "patience": 10 } } }

        The models of models/X.h5 lie in models/X/, one file a fold. A fold whose file fits its settings and rows is not
        trained again; one that was interrupted goes on from its last epoch, to the same bytes. Results depend on the
        number of threads, and on nothing else that varies.
        """
    ).run { job, console in
      try TrainStage(job.settings(as: TrainJob.self), job: job, console: console).run()
    }
  }
}
