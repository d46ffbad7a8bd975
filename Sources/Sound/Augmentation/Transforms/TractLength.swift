import Audio
import Determinism
import Settings

/// Vocal tract length perturbation (Jaitly and Hinton 2013): formants move by a factor, pitch and timing stay.
///
/// The paper warps the frequency axis of mel spectra, in which harmonics hardly show. On sound the same is done to the
/// vocal tract's response in each frame, found by linear prediction, so that the voice keeps its pitch and every formant
/// moves by the whole factor. Above four fifths of the band the way is bent, so that half the rate stays where it is.
public struct TractLength: Transform {
  /// What recipes call it.
  public static let name = "vtlp"
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    Vocal tract length perturbation (Jaitly and Hinton 2013): formants move by a factor, pitch and timing stay.
    """
  ) {
    Key("factor", "How far formants move up: 1.1 sounds like a vocal tract 10 % shorter.", in: 0.5...2)
  }

  /// How far formants move up: 1.1 sounds like a vocal tract 10 % shorter.
  public var factor = Amount.between(0.9, 1.1)

  /// A tenth either way, as in the paper.
  public init() {}

  /// Fixes the factor.
  public func drawn(using random: inout Random) -> TractLength {
    var result = self
    result.factor = factor.drawn(using: &random)
    return result
  }

  /// Warps the envelope.
  public func apply(to sound: inout Waveform, random: inout Random, workbench: Workbench) {
    workbench.warper(rate: sound.rate).warp(&sound, factor: factor.value(using: &random))
  }
}
