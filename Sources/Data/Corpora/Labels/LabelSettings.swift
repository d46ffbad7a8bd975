import Settings

/// What a recipe calls its clips.
///
/// ```json5
/// labels: { map: { calm: "neutral" }, by: "sex_emotion" }          // the 14 classes of RAVDESS
/// labels: { only: ["angry", "happy", "neutral", "sad"] }
/// labels: { source: "perceived" }                                   // what CREMA-D's raters heard
/// labels: { source: "soft" }                                        // the same, ties in equal shares; networks only
/// labels: { source: "data/labels.csv" }                             // columns filename and emotion
/// ```
public struct LabelSettings: Settings {
  /// What it is for and what its keys mean.
  public static let about = About("What a recipe calls its clips.") {
    Key(
      "source",
      """
      Where emotions come from. `intended`: what the actor was to express. `perceived`: what most raters heard; \
      clips on whose emotion they are tied are not used. `soft`: all emotions with the most votes, in equal \
      shares; networks only. A path that ends in `.csv`: a table with the columns `filename` and `emotion`.
      """, example: "source: \"perceived\"")
    Key("map", "What emotions are called instead, before anything else.", example: "map: { calm: \"neutral\" }")
    Key(
      "only", "Only these, as they are called after `map`; all when empty.",
      example: "only: [\"angry\", \"happy\", \"neutral\", \"sad\"]")
    Key("by", "How labels are put together.", example: "by: \"sex_emotion\"")
  }

  /// Where emotions come from.
  public var source = LabelSource.intended
  /// What emotions are called instead, before anything else.
  public var map: [String: String] = [:]
  /// Only these, as they are called after `map`; all when empty.
  public var only: [String] = []
  /// By emotion alone, or by sex and emotion.
  public var by = LabelForm.emotion

  /// Each clip by its intended emotion, under the vocabulary's name.
  public init() {}

  /// The label file, where there is one.
  public var file: String? {
    if case .table(let path) = source { path } else { nil }
  }

  /// Refuses words that can never match.
  public func validate() throws {
    let emotions = Set(Emotion.allCases.map(\.rawValue))
    // The emotions of a label file are whatever words it has.
    if case .table = source { return }
    for word in map.keys.sorted() where Emotion(named: word) == nil {
      throw Invalid("map has the unknown emotion '\(word)'" + Suggestion.text(for: word, among: emotions))
    }
    let targets = emotions.union(map.values)
    for word in only where Emotion(named: word) == nil && !targets.contains(word) {
      throw Invalid("only has the unknown emotion '\(word)'" + Suggestion.text(for: word, among: targets))
    }
  }
}

/// How labels are put together.
public enum LabelForm: String, Choice {
  case emotion, sexAndEmotion = "sex_emotion"

  /// What the word stands for.
  public var meaning: String {
    switch self {
    case .emotion: "By emotion alone: `angry`."
    case .sexAndEmotion: "By sex and emotion: `female_angry`."
    }
  }
}

/// Where a clip's emotion comes from.
public enum LabelSource: Codable, Equatable, Described {
  /// What the actor was to express.
  case intended
  /// What most raters heard; clips on whose emotion raters are tied are not used.
  case perceived
  /// All emotions with the most votes, in equal shares: networks learn from them and are judged by them as well.
  case soft
  /// A CSV file with the columns `filename` and `emotion`.
  case table(String)

  /// A word, or a path.
  public static var form: Form {
    .either([.text("\"intended\""), .text("\"perceived\""), .text("\"soft\""), .text("the path of a .csv file")])
  }

  /// Reads a name, or a path that ends in `.csv`.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    let names: [String: LabelSource] = ["intended": .intended, "perceived": .perceived, "soft": .soft]
    if let source = names[text] {
      self = source
    } else if text.lowercased().hasSuffix(".csv") {
      self = .table(text)
    } else {
      throw SettingsError(
        path: decoder.codingPath.map(\.stringValue),
        problem: "expected 'intended', 'perceived', 'soft' or the path of a .csv file, found '\(text)'")
    }
  }

  /// Writes the name or the path.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .intended: try container.encode("intended")
    case .perceived: try container.encode("perceived")
    case .soft: try container.encode("soft")
    case .table(let path): try container.encode(path)
    }
  }

  /// Whether raters' votes are asked for.
  var needsVotes: Bool { self == .perceived || self == .soft }
}
