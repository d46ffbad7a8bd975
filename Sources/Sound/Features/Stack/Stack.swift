import Settings
import Signal

/// What the families of a recipe share: each spectrogram, mel spectrogram and family is computed once per clip, whoever
/// asks for it. One thread's own.
public final class Stack {
  /// Samples per second of the clips.
  public let rate: Double
  /// How clips are cut for every family that does not say otherwise.
  public let frame: FrameSettings

  private var spectrograms: [FrameSettings: Spectrogram] = [:]
  private var shared: [String: AnyObject] = [:]

  init(rate: Double, frame: FrameSettings) {
    (self.rate, self.frame) = (rate, frame)
  }

  // Spectrograms know their listeners and these know where their frames come from.
  deinit { for spectrogram in spectrograms.values { spectrogram.forgetListeners() } }

  /// The spectrogram of the recipe's frames, or of others.
  func spectrogram(_ frame: FrameSettings? = nil) -> Spectrogram {
    let frame = frame ?? self.frame
    if let known = spectrograms[frame] { return known }
    let made = Spectrogram(frame: frame, rate: rate)
    spectrograms[frame] = made
    return made
  }

  /// Where the recipe's frames lie in time.
  var timeline: Timeline { frame.timeline(rate: rate) }

  /// Powers in mel bands.
  func mel(_ shape: MelShape) throws -> MelSpectrogram {
    try shared("\(shape)") { try MelSpectrogram(shape, of: spectrogram()) }
  }

  /// The same in decibels.
  func decibels(_ shape: MelShape, reference: DecibelReference = .one, range: Double? = 80) throws -> MelDecibels {
    try shared("\(shape) \(reference) \(range ?? -1)") {
      MelDecibels(try mel(shape), reference: reference, range: range)
    }
  }

  /// Something that several families may use, made on first demand.
  /// - Parameter key: everything that it depends on.
  func shared<T: AnyObject>(_ key: String, make: () throws -> T) rethrows -> T {
    if let known = shared["\(T.self) \(key)"] as? T { return known }
    let made = try make()
    shared["\(T.self) \(key)"] = made
    return made
  }

  /// A family's values, computed once per clip.
  func feature(_ family: any Family) throws -> Feature {
    try shared("\(type(of: family).name) \(family.canonicalJSON)") {
      Feature(name: type(of: family).name, computation: try family.computation(in: self))
    }
  }
}

/// A family in a stack, which remembers the clip at hand.
final class Feature {
  let name: String
  let rows: [FeatureRow]
  let timeline: Timeline?
  private let computation: any Computation
  private var known: (clip: Int, values: Matrix)?

  init(name: String, computation: any Computation) {
    (self.name, self.computation) = (name, computation)
    (rows, timeline) = (computation.rows, computation.timeline)
  }

  func values(of clip: ClipSamples) throws -> Matrix {
    if let known, known.clip == clip.number { return known.values }
    let values = try computation.values(of: clip)
    known = (clip.number, values)
    return values
  }
}
