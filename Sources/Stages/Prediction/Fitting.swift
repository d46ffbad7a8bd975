import Audio
import Commands
import Features
import System

/// How a clean recording is brought to the length that a model was trained with.
///
/// Training padded clips that were too short, or left them out, or took them as they were and let the layout of the
/// features pad them. A recording to be judged is never left out: where training did that, it is padded.
struct Fitting: Sendable {
  private let settings: Cleaning
  private let layout: any Layout
  /// Whether what goes beyond the length is cut off; the parts of a recording may be as long as they like.
  var cuts = true

  init(_ settings: Cleaning, _ features: FeatureSettings) {
    self.settings = settings
    layout = features.layout.layout
  }

  /// A recording's samples at the length that is wanted, and how many of them were missing.
  func fit(_ waveform: Waveform) -> (samples: [Float], missing: Int) {
    var samples = waveform.samples
    guard let duration = settings.duration else { return (samples, 0) }
    let missing = Int((duration * Double(waveform.rate)).rounded()) - samples.count
    switch settings.short {
    case .keep: break
    case .pad:
      if missing > 0 { samples += repeatElement(0, count: missing) }
      if missing < 0, cuts { samples.removeLast(-missing) }
    case .drop:
      // Rounding may cost a sample, for which training left no clip out and put nothing in its place.
      if missing > 1 { samples += repeatElement(0, count: missing) }
    }
    return (samples, max(0, missing))
  }

  /// What an answer says of a recording part of which is padding; nil where none is.
  ///
  /// Where neither the recipe's duration nor its layout says how long a row is, its length is that of the longest clip of
  /// training: then nearly every clip was padded, and nothing is said.
  /// - Parameters:
  ///   - missing: samples that were missing.
  ///   - frames: how many frames it fills, and how many the recipe asks for if it does.
  func note(of waveform: Waveform, missing: Int, frames: (filled: Int, wanted: Int?)) -> String? {
    if missing > 1, let duration = settings.duration, settings.short != .keep || layoutPads {
      return "\(waveform.seconds.rounded(to: 2)) s are left of the \(duration.rounded(to: 2)) s that the model takes; "
        + "padding fills the rest"
    }
    // Frames beyond the duration were padding in all of training.
    guard let wanted = frames.wanted, frames.filled < wanted, settings.duration == nil || layout is WindowsLayout else {
      return nil
    }
    return "it fills \(frames.filled) of the \(wanted) frames that the model takes; padding fills the rest"
  }

  /// Statistics are taken of what there is, and windows are cut from it; the other layouts have a length to fill.
  private var layoutPads: Bool { !(layout is StatisticsLayout) && !(layout is WindowsLayout) }
}
