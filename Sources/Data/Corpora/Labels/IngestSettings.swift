import Settings

/// Which clips a recipe takes, what it calls them and what it does about what the doctor finds.
public struct IngestSettings: Settings {
  /// What it is for and what its keys mean.
  public static let about = About(
    "Which clips a recipe takes, what it calls them and what it does about what the doctor finds."
  ) {
    Key("channel", "Spoken clips, sung ones, or both.")
    Key("intensities", "Only these intensities; all when empty.", example: "intensities: [\"normal\", \"strong\"]")
    Key(
      "speakers", "Only these speakers, by ids such as `ravdess-12`; all when empty.",
      example: "speakers: [\"ravdess-01\", \"ravdess-02\"]")
    Key("labels", "What clips are called.", example: "labels: { map: { calm: \"neutral\" } }")
    Key(
      "doctor", "What is done about what the doctor finds in files, and where its rules draw their lines.",
      example: "doctor: { silent: \"drop\", offset: \"fix\" }")
  }

  /// Spoken clips, sung ones, or both.
  public var channel = ChannelChoice.speech
  /// Only these intensities; all when empty.
  public var intensities: [Intensity] = []
  /// Only these speakers, by ids such as `ravdess-12`; all when empty.
  public var speakers: [String] = []
  /// What clips are called.
  public var labels = LabelSettings()
  /// What is done about findings.
  public var doctor = DoctorSettings()

  /// All speech by intended emotion.
  public init() {}

  /// Refuses speakers that no corpus has.
  public func validate() throws {
    guard !speakers.isEmpty else { return }
    let known = Set(Corpora.all.flatMap(\.roll).map(\.speaker))
    for name in speakers where !known.contains(name) {
      let corpus = Corpora.all.first { name.hasPrefix($0.name) }
      let near = known.filter { $0.hasPrefix(corpus?.name ?? "") }
      throw Invalid("speakers has the unknown speaker '\(name)'" + Suggestion.text(for: name, among: near))
    }
  }

  /// Why the recipe does not take a clip, whatever its label; nil when it does.
  func objection(to clip: Clip) -> String? {
    if let only = channel.only, clip.channel != only { return "the recipe takes \(only.rawValue) only" }
    if !intensities.isEmpty, !intensities.contains(clip.intensity) {
      return "the recipe does not take the intensity '\(clip.intensity.rawValue)'"
    }
    if !speakers.isEmpty, !speakers.contains(clip.speaker) { return "the recipe does not take this speaker" }
    return nil
  }
}

/// Spoken clips, sung ones, or both.
public enum ChannelChoice: String, Choice {
  case speech, song, both

  /// What the word stands for.
  public var meaning: String {
    switch self {
    case .speech: "Spoken clips."
    case .song: "Sung clips."
    case .both: "Spoken and sung clips."
    }
  }

  /// The one channel that is taken; nil for both.
  var only: Channel? { Channel(rawValue: rawValue) }
}
