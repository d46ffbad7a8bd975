/// Changes how fast sound runs without changing its pitch, as `librosa.effects.time_stretch` does (Flanagan and
/// Golden 1966): frames are taken `rate` times as densely, and each bin's phase goes on by what it turns between
/// the two neighbouring frames.
///
/// One value belongs to one thread. It holds its plans and its memory, so many clips can go through it.
public struct PhaseVocoder: ~Copyable {
  private let analysis: STFT<Double>
  private let synthesis: InverseSTFT<Float>
  private let phases: Phasors
  private let slots: (Slot, Slot)

  /// A vocoder for frames of `size` samples; librosa's are 2048 and a quarter of that apart.
  public init(size: Int = 2048, hop: Int = 512) {
    let framing = Framing(size: size, hop: hop)
    // In float the phases of quiet bins are rounding errors, and phases add up over the whole clip.
    analysis = STFT(framing: framing)
    synthesis = InverseSTFT(framing: framing)
    let bins = size / 2 + 1
    phases = Phasors(count: bins)
    slots = (Slot(bins: bins), Slot(bins: bins))
  }

  /// Samples that a clip of `count` samples is stretched to: the whole number nearest to `count / rate`.
  public static func count(_ count: Int, rate: Double) -> Int {
    Int((Double(count) / rate).rounded(.toNearestOrEven))
  }

  /// Stretches a clip.
  /// - Parameters:
  ///   - clip: the sound.
  ///   - rate: how many times as fast it shall run, above 0.
  ///   - target: where it goes, usually `count(clip.count, rate: rate)` samples.
  public func stretch(
    _ clip: UnsafeBufferPointer<Float>, rate: Double, into target: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(rate > 0, "sound cannot run \(rate) times as fast")
    let frames = analysis.framing.count(samples: clip.count)
    let steps = Int((Double(frames) / rate).rounded(.up))
    slots.0.frame = nil
    slots.1.frame = nil
    synthesis.synthesise(frames: steps, into: target) { t, spectrum in
      let place = Double(t) * rate
      let here = load(Int(place), of: frames, clip)
      let next = load(Int(place) + 1, of: frames, clip)
      if t == 0 { phases.copy(here.turns) }
      let weight = Float(place - place.rounded(.down))
      write(here.magnitudes.start, next.magnitudes.start, weight: weight, to: spectrum)
      phases.turn(from: here.turns, to: next.turns)
    }
  }

  /// Magnitudes and phases of an analysis frame, computed unless one of the two slots has them.
  private func load(_ frame: Int, of frames: Int, _ clip: UnsafeBufferPointer<Float>) -> Slot {
    if slots.0.frame == frame { return slots.0 }
    if slots.1.frame == frame { return slots.1 }
    // Frames come in order, so the slot with the smaller number is no longer needed.
    let slot = slots.0.frame ?? -1 < slots.1.frame ?? -1 ? slots.0 : slots.1
    slot.frame = frame
    if frame < frames { slot.fill(analysis(frame: frame, of: clip)) } else { slot.clear() }
    return slot
  }

  /// Spectrum of one output frame: magnitudes between the two frames', phases as they have added up.
  private func write(
    _ here: UnsafePointer<Float>, _ next: UnsafePointer<Float>, weight: Float,
    to spectrum: UnsafeMutablePointer<Float>
  ) {
    let (re, im) = (phases.re.start, phases.im.start)
    for k in 0..<phases.re.count {
      let magnitude = (1 - weight) * here[k] + weight * next[k]
      spectrum[2 * k] = magnitude * re[k]
      spectrum[2 * k + 1] = magnitude * im[k]
    }
  }
}

/// One analysis frame in polar form.
private final class Slot {
  var frame: Int?
  let magnitudes: AlignedBuffer<Float>  // [bins]
  let turns: Phasors  // [bins]

  init(bins: Int) {
    magnitudes = AlignedBuffer(count: bins)
    turns = Phasors(count: bins)
  }

  /// Takes a spectrum apart without a single arctangent: |X| and X / |X|, which is 1 where X is 0.
  func fill(_ spectrum: UnsafePointer<Double>) {
    let (magnitude, re, im) = (magnitudes.start, turns.re.start, turns.im.start)
    for k in 0..<magnitudes.count {
      let x = Float(spectrum[2 * k])
      let y = Float(spectrum[2 * k + 1])
      let power = x * x + y * y
      let inverse = power > 0 ? 1 / power.squareRoot() : 0
      magnitude[k] = power * inverse
      re[k] = power > 0 ? x * inverse : 1
      im[k] = y * inverse
    }
  }

  func clear() {
    magnitudes.all.update(repeating: 0)
    turns.re.all.update(repeating: 1)
    turns.im.all.update(repeating: 0)
  }
}

/// A phase per bin, kept as a complex number of length 1.
private final class Phasors {
  let re: AlignedBuffer<Float>
  let im: AlignedBuffer<Float>

  init(count: Int) {
    re = AlignedBuffer(count: count)
    im = AlignedBuffer(count: count)
  }

  func copy(_ other: Phasors) {
    re.start.update(from: other.re.start, count: re.count)
    im.start.update(from: other.im.start, count: im.count)
  }

  /// Adds the angle between two frames to every phase: p = p next conj(here).
  ///
  /// The advance that librosa expects, subtracts, wraps and adds again is a whole number of turns away from this.
  func turn(from here: Phasors, to next: Phasors) {
    let (re, im) = (re.start, im.start)
    let (ax, ay, bx, by) = (here.re.start, here.im.start, next.re.start, next.im.start)
    for k in 0..<self.re.count {
      let x = bx[k] * ax[k] + by[k] * ay[k]
      let y = by[k] * ax[k] - bx[k] * ay[k]
      let u = re[k] * x - im[k] * y
      let v = re[k] * y + im[k] * x
      // One step of Newton's method for 1 / |p| keeps rounding from adding up in the length.
      let scale = 1.5 - 0.5 * (u * u + v * v)
      re[k] = u * scale
      im[k] = v * scale
    }
  }
}
