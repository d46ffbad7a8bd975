import Audio
import Signal

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
