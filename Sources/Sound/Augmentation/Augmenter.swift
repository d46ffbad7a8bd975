import Audio
import Determinism

/// A variant as sound.
public struct Augmented: Sendable, Equatable {
  /// The sound.
  public let waveform: Waveform
  /// What was done about samples beyond full scale; nil if there were none.
  public let overload: Overload?
}

/// Makes variants, one after another; each worker has its own.
public final class Augmenter {
  private let clipping: Clipping
  private let workbench = Workbench()

  /// An augmenter for a recipe.
  public init(_ settings: Augmenting) { clipping = settings.clipping }

  /// Makes one variant of a clip.
  public func make(_ variant: PlannedVariant, of clip: Waveform) throws(AudioError) -> Augmented {
    if variant.transform is Original { return Augmented(waveform: clip, overload: nil) }
    var sound = clip
    var random = variant.random
    try variant.transform.apply(to: &sound, random: &random, workbench: workbench)
    let overload = clipping.apply(to: &sound)
    return Augmented(waveform: sound, overload: overload)
  }
}
