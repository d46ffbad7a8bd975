import Settings

/// What is done to every recording before features are taken from it.
///
/// The steps always run in this order, each only if it is asked for: the span `offset` to `offset + duration` of the
/// source's own frames; mean of the channels; `rate`; `dc`; `trim`; `mask`; `level`; `preEmphasis`; `short`. The first
/// three together equal `librosa.load(path, sr: rate, offset: offset, duration: duration)`.
public struct Cleaning: Settings {
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
    /// It stays as short as it is.
    case keep
    /// Zeros follow it, so that all clips have exactly `duration * rate` samples.
    case pad
    /// It is left out.
    case drop
  }

  /// Whole recordings at 22,050 Hz.
  public init() {}

  /// Rates and times must make sense, and `short` needs a duration.
  public func validate() throws {
    if case .hertz(let rate) = rate, !(1000...384_000).contains(rate) {
      throw Invalid("rate must be from 1000 to 384000 Hz, or null, found \(rate)")
    }
    if !(offset >= 0 && offset.isFinite) { throw Invalid("offset must be 0 or more seconds, found \(offset)") }
    if let duration, !(duration > 0 && duration.isFinite) {
      throw Invalid("duration must be above 0 seconds, found \(duration)")
    }
    if short != .keep, duration == nil { throw Invalid("short is '\(short.rawValue)', which needs a duration") }
    try require("offset", offset, in: 0...86_400, "seconds")
    try require("duration", duration, in: 0.001...3600, "seconds")
  }

  /// The part of a source that is used.
  public var span: Span { Span(offset: offset, duration: duration) }
}
