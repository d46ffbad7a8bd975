extension Schema {
  /// Clips as the corpora tell of them, and what the doctor found.
  public static let catalog = Schema(
    "lilt/catalog/1",
    Item.columns(
      "/clips",
      [
        "id", "corpus", "speaker", "sex", "emotion", "intensity", "statement", "channel", "path", "sha256", "finding",
      ], .text, "N"),
    Item.columns("/clips", ["repetition", "rate", "channels", "frames"], .int64, "N"))

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
    Item.group("/model"),
    Item.group("/scaler", optional: true),
    Item.group("/history", optional: true))

  /// The model files of one split's folds.
  public static let models = Schema(
    "lilt/models/1", Item.columns("/models", ["fold", "name", "sha256"], .text, "K"))

  /// A training between two epochs.
  public static let training = Schema(
    "lilt/training/1",
    Item.array("/@key", .text, []),
    Item.group("/state/parameters"),
    Item.group("/state/moments"),
    Item.group("/history"))

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
    Item.columns("/predictions", ["row"], .int64, "P"),
    Item.columns("/predictions", ["label"], .int64, "P", .index(of: "C")),
    Item.array("/predictions/probability", .float32, ["P", "C"], .finite),
    Item.columns("/predictions", ["heard"], .int64, "P"),
    Item.array("/inductive/label", .int64, ["P"], .index(of: "C"), optional: true),
    Item.array("/inductive/probability", .float32, ["P", "C"], .finite, optional: true),
    Item.columns("/labels", ["names"], .text, "C"),
    Item.group("/metrics"),
    ["training_rows", "test_rows", "speakers", "clips", "relatives", "sounds", "statements", "heard"].flatMap {
      Item.array("/proof/\($0)", .int64, ["K"], .count, optional: true)
    },
    sentences("/sentences", "S"))

  /// Every kind of file.
  public static let all = [catalog, clean, augmented, features, split, model, models, training, search, evaluation]

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
    + Item.array("/audio@rate", .int64, [])
}
