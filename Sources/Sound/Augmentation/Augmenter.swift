import Audio
import Determinism
import Settings
import Signal

/// Which variants each clip gets, with all their numbers: decided by the recipe's seed and the clip's id alone.
///
/// Each variant draws from a seed of its own, so adding one to a recipe leaves the others as they are.
public struct AugmentationPlan: Sendable {
  private let settings: Augmenting
  private let seed: Seed

  /// A plan for a recipe.
  public init(_ settings: Augmenting, seed: Seed) {
    self.settings = settings
    self.seed = seed
  }

  /// The variants of one clip; those with a probability below 1 may be missing.
  public func variants(of clip: String) -> [PlannedVariant] {
    settings.numbered.compactMap { name, step in
      var random = Random(seed.derived(for: clip, name))
      guard let drawn = step.drawn(using: &random) else { return nil }
      return PlannedVariant(name: name, transform: drawn.transform, random: random)
    }
  }

  /// Everything but the clip that decides what one variant sounds like, and so what a row's key must cover: settings,
  /// seed, and the sound of other files that it mixes in. The other variants do not matter, so they may come and go.
  public func identity(of variant: String) throws -> String {
    guard let step = settings.numbered.first(where: { $0.name == variant })?.step else { return "" }
    var parts: [String: JSON] = ["step": try JSON(encoding: step), "variant": .string(variant)]
    // Nothing is drawn and nothing limited in the clip itself.
    if !(step.transform is Original) {
      parts["clipping"] = .string(settings.clipping.rawValue)
      parts["seed"] = .string(String(seed.value))
    }
    let files = step.transform.files
    if !files.isEmpty {
      parts["files"] = .array(try files.map { .string(try Digest(of: AudioFile.read($0).mono()).description) })
    }
    return JSON.object(parts).canonical
  }
}

extension Digest {
  /// The hash of a sound's rate and samples.
  fileprivate init(of sound: Waveform) {
    var hash = SHA256()
    hash.update(field: String(sound.rate))
    sound.samples.withUnsafeBytes { hash.update($0) }
    self = hash.finish()
  }
}

/// One variant of one clip, ready to be made.
public struct PlannedVariant: Sendable {
  /// Its name: `noise#2`.
  public let name: String
  /// The transform with every parameter fixed.
  public let transform: any Transform
  /// Where its noise starts.
  let random: Random

  /// The transform and its drawn parameters as canonical JSON: `{"pitch":{"semitones":0.7}}`.
  public var parameters: String { get throws { try JSON(encoding: TransformStep(transform)).canonical } }
}

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

/// A worker's tools: plans and memory that transforms use again and again.
public final class Workbench {
  let vocoder = PhaseVocoder()
  private var warpers: [Int: EnvelopeWarper] = [:]
  private var recordings: [String: Waveform] = [:]

  /// Tools for one worker.
  public init() {}

  /// What moves formants at a rate.
  func warper(rate: Int) -> EnvelopeWarper {
    if let known = warpers[rate] { return known }
    let warper = EnvelopeWarper(rate: rate)
    warpers[rate] = warper
    return warper
  }

  /// A sound file at a rate, read once.
  func recording(_ path: String, rate: Int) throws(AudioError) -> Waveform {
    let key = "\(rate) \(path)"
    if let known = recordings[key] { return known }
    let recording = try Resampler.resample(AudioFile.read(path).mono(), to: rate)
    recordings[key] = recording
    return recording
  }
}
