import Settings

/// What is done to every recording before features are taken from it.
///
/// The steps always run in this order, each only if it is asked for: the span `offset` to `offset + duration` of the
/// source's own frames; mean of the channels; `rate`; `dc`; `trim`; `mask`; `level`; `preEmphasis`; `short`. The first
/// three together equal `librosa.load(path, sr: rate, offset: offset, duration: duration)`.
public struct Cleaning: Settings {
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    What is done to every recording before features are taken from it, in this order: the span from `offset` on; \
    mean of the channels; `rate`; `dc`; `trim`; `mask`; `level`; `preEmphasis`; `short`. The first three \
    together equal `librosa.load(path, sr: rate, offset: offset, duration: duration)`.
    """
  ) {
    Key(
      "rate", "Samples per second of the result; null, or \"native\", keeps each source's own.", in: 1000...384_000,
      unit: "Hz", example: "rate: 16000")
    Key("offset", "Seconds left out at the start.", in: 0...86_400, unit: "seconds")
    Key(
      "duration", "Seconds taken from there; all that follow when left out.", in: 0.001...3600, unit: "seconds",
      example: "duration: 3")
    Key(
      "short", "What happens to a clip that has fewer than `duration` seconds left in the end.",
      example: "duration: 3, short: \"pad\"")
    Key("dc", "Whether the mean is taken from every sample.")
    Key("trim", "Cuts quiet ends; nothing is cut when left out.", example: "trim: { topDb: 40 }")
    Key(
      "mask", "Cuts every stretch under a threshold; nothing is cut when left out.",
      example: "mask: { threshold: 0.0002 }")
    Key("level", "Brings clips to one level; each keeps its own when left out.", example: "level: { peak: -3 }")
    Key(
      "preEmphasis", "Lifts high frequencies; nothing is filtered when left out.",
      example: "preEmphasis: { coefficient: 0.97 }")
  }

  /// Samples per second of the result; null keeps each source's own.
  public var rate = TargetRate.hertz(22050)
  /// Seconds left out at the start.
  public var offset = 0.0
  /// Seconds taken from there; null takes all that follow.
  public var duration: Double?
  /// What happens to a clip that has fewer than `duration` seconds left in the end.
  public var short = Short.keep
  /// Whether the mean is taken from every sample.
  public var dc = false
  /// Cuts quiet ends.
  public var trim: Trim?
  /// Cuts every stretch under a threshold.
  public var mask: EnvelopeMask?
  /// Brings clips to one level.
  public var level: Level?
  /// Lifts high frequencies.
  public var preEmphasis: PreEmphasis?

  /// What may happen to a clip shorter than `duration`.
  public enum Short: String, Choice {
    case keep, pad, drop

    /// What the word stands for.
    public var meaning: String {
      switch self {
      case .keep: "It stays as short as it is."
      case .pad: "Zeros follow it, so that all clips have exactly `duration * rate` samples."
      case .drop: "It is left out."
      }
    }
  }

  /// Whole recordings at 22,050 Hz.
  public init() {}

  /// `short` needs a duration.
  public func validate() throws {
    if short != .keep, duration == nil { throw Invalid("short is '\(short.rawValue)', which needs a duration") }
  }

  /// The part of a source that is used.
  public var span: Span { Span(offset: offset, duration: duration) }
}
