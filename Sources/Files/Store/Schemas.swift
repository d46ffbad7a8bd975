import HDF5

extension Schema {
  /// Clips as the corpora tell of them, and what the doctor found.
  public static let catalog = Schema(
    "lilt/catalog/1",
    Item.columns(
      "/clips",
      [
        "id", "corpus", "speaker", "sex", "emotion", "intensity", "statement", "channel", "path", "sha256", "finding",
      ], .text, "N"),
    Item.columns("/clips", ["repetition", "rate", "channels"], .int64, "N", .within(-1...Int64(Int32.max))),
    Item.columns("/clips", ["frames"], .int64, "N", .within(-1...1 << 40)),
    Item.columns("/clips", ["mending"], .int64, "N", .within(0...255), optional: true),
    Item.columns("/findings", ["rule", "subject", "detail", "action"], .text, ".findings", optional: true),
    Item.columns("/files", ["key", "path", "record"], .text, ".files", optional: true))

  /// One waveform a clip.
  public static let clean = Schema("lilt/clean/1", Item.rows, Item.dropped, sound)

  /// The waveforms of each clip's variants.
  public static let augmented = Schema("lilt/augmented/1", Item.rows, Item.dropped, sound)

  /// A tensor over all rows, and labels.
  public static let features = Schema(
    "lilt/features/1", Item.rows, Item.dropped,
    Item.array("/tensor/x", .float32, ["M", "F", "T"], or: ["M", "F"], .finite),
    Item.columns("/tensor", ["length"], .int64, "M", .count),
    Item.columns("/tensor", ["feature"], .text, "F"),
    Item.array("/tensor/feature@units", .text, ["F"]),
    Item.array("/tensor/time", .float64, ["T"], .finite, optional: true),
    Item.columns("/labels", ["names"], .text, "C"),
    Item.columns("/labels", ["y"], .int64, "M", .indexOrNone(of: "C")),
    Item.array("/labels/share", .float32, ["M", "C"], .finite, optional: true))

  /// Row indices of the sides of each fold, and what they share.
  public static let split = Schema(
    "lilt/split/1", Item.rows,
    Item.array("/splits/*/*/train", .int64, ["_"], .index(of: "M"), optional: true),
    Item.array("/splits/*/*/validation", .int64, ["_"], .index(of: "M"), optional: true),
    Item.array("/splits/*/*/test", .int64, ["_"], .index(of: "M"), optional: true),
    Item.group("/splits/*/proof"),
    Item.array("/splits/*/proof/speakers", .int64, ["_"], .count, optional: true),
    Item.array("/splits/*/proof/parents", .int64, ["_"], .count, optional: true),
    Item.array("/splits/*/proof/sounds", .int64, ["_"], .count, optional: true),
    Item.array("/splits/*/proof/statements", .int64, ["_"], .count, optional: true),
    sentences("/splits/*/proof/sentences", "_"))

  /// A trained model with all it needs to judge a recording.
  public static let model = Schema(
    "lilt/model/1",
    Item.array("/@architecture", .text, []),
    Item.array("/@frontend", .text, []),
    Item.array("/@labels", .text, ["C"]),
    Item.numbers("/@inputShape", .within(1...1 << 24), shape: ["_"]),
    Item.group("/model"),
    Item.numbers("/model@members", .within(1...10_000)),
    Item.numbers("/model@keptEpoch", .count),
    Item.numbers("/model/*@keptEpoch", .count),
    Item.group("/scaler", optional: true),
    Item.numbers("/scaler@run", .within(1...1 << 24)),
    Item.array("/scaler/offset", .float32, ["G", "D"], .finite, optional: true),
    Item.array("/scaler/factor", .float32, ["G", "D"], .finite, optional: true),
    Item.columns("/scaler", ["group"], .text, "G", optional: true),
    Item.array("/selection/columns", .int64, ["_"], .count, optional: true),
    Item.group("/history", optional: true),
    Item.array("/history/epoch", .int64, [".epochs"], .count, optional: true),
    Item.array("/history/*/epoch", .int64, [".epochs"], .count, optional: true))

  /// The model files of one split's folds.
  public static let models = Schema(
    "lilt/models/1", Item.columns("/models", ["fold", "name", "sha256"], .text, "K"))

  /// A training between two epochs.
  public static let training = Schema(
    "lilt/training/1",
    Item.array("/@key", .text, []),
    ["epoch", "step", "bestEpoch", "checkpointWaited", "stoppingWaited", "plateauWaited"].flatMap {
      Item.numbers("/state@\($0)", .count)
    },
    Item.group("/state/parameters"),
    Item.group("/state/moments"),
    Item.numbers("/state/moments@count", .within(0...100_000)),
    Item.group("/history"),
    Item.array("/history/epoch", .int64, [".epochs"], .count, optional: true),
    Item.numbers("/finished@count", .within(0...10_000)),
    Item.numbers("/finished/*@keptEpoch", .count),
    Item.array("/finishedHistory/*/epoch", .int64, [".epochs"], .count, optional: true))

  /// Trials of a search over training settings.
  public static let search = Schema(
    "lilt/search/1",
    Item.array("/@base", .text, []),
    Item.array("/@goal", .text, []),
    Item.columns("/trials", ["changes"], .text, "R"),
    Item.array("/trials/scores", .float64, ["R", "F"]),
    Item.columns("/folds", ["name"], .text, "F"))

  /// Predictions for held-out rows, and what they are worth.
  public static let evaluation = Schema(
    "lilt/evaluation/1",
    Item.columns("/labels", ["names"], .text, "C"),
    Item.columns("/predictions", ["row"], .int64, "P", .count),
    Item.columns("/predictions", ["label"], .int64, "P", .index(of: "C")),
    Item.array("/predictions/probability", .float32, ["P", "C"], .finite),
    judged("/predictions", "P"),
    Item.array("/inductive/label", .int64, ["P"], .index(of: "C"), optional: true),
    Item.array("/inductive/probability", .float32, ["P", "C"], .finite, optional: true),
    Item.group("/metrics"),
    shared("/proof"),
    // Further splits, each with as many predictions as it has test rows.
    Item.columns("/splits/*/predictions", ["row"], .int64, ".P", .count, optional: true),
    Item.columns("/splits/*/predictions", ["label"], .int64, ".P", .index(of: "C"), optional: true),
    Item.array("/splits/*/predictions/probability", .float32, [".P", "C"], .finite, optional: true),
    judged("/splits/*/predictions", ".P"),
    Item.array("/splits/*/inductive/label", .int64, [".P"], .index(of: "C"), optional: true),
    Item.array("/splits/*/inductive/probability", .float32, [".P", "C"], .finite, optional: true),
    shared("/splits/*/proof"), sentences("/sentences", ".sentences"), sentences("/splits/*/sentences", ".sentences"))

  /// Every kind of file.
  public static let all = [catalog, clean, augmented, features, split, model, models, training, search, evaluation]

  /// What else stands beside predictions.
  private static func judged(_ group: String, _ axis: Axis) -> [Item] {
    Item.columns(group, ["truth"], .int64, axis, .index(of: "C"), optional: true)
      + Item.columns(group, ["fold"], .int64, axis, .within(0...100_000), optional: true)
      + Item.columns(group, ["heard"], .int64, axis, .within(-1...1), optional: true)
      + Item.columns(
        group, ["id", "clip", "corpus", "speaker", "sex", "variant", "statement"], .text, axis, optional: true)
  }

  /// Counts of what two sides share, one a fold.
  private static func shared(_ group: String) -> [Item] {
    let names = [
      "training_rows", "test_rows", "speakers", "clips", "relatives", "sounds", "statements", "heard",
    ]
    return Item.columns(group, names, .int64, ".folds", .count, optional: true)
  }

  /// How much of the label the sentence alone gives away, corpus by corpus.
  private static func sentences(_ group: String, _ axis: Axis) -> [Item] {
    ["rows", "heard", "classes"].flatMap {
      Item.array("\(group)/\($0)", .int64, [axis], .count, optional: true)
    }
      + ["uar", "war", "margin"].flatMap { Item.array("\(group)/\($0)", .float64, [axis], .finite, optional: true) }
  }

  private static let sound =
    Item.columns("/audio", ["values"], .float32, "S", .finite)
    + Item.columns("/audio", ["offsets"], .int64, "M+1")
    + Item.array("/audio@rate", .int64, [], .within(1...rates))

  /// The highest rate of sound: ten times what any microphone gives.
  static let rates: Int64 = 10_000_000
}
