import Corpora
import Determinism
import Glibc

/// Speaks a clip: emotional pseudo-speech as 16-bit samples.
struct Synthesizer {
  let seed: Seed
  let rate: Int
  /// Room before and after the speech, in seconds.
  let margin: ClosedRange<Double>

  /// RMS of ordinary speech, in dB of full scale.
  private static let ordinaryLevel = -27.0

  /// The clip as its speaker says it, between stretches of a quiet room; depends on seed, id and rate alone.
  func samples(of clip: Clip) -> [Int16] {
    var random = Random(seed.derived(for: "clip", clip.id))
    let speaker = Speaker(clip.speaker, sex: clip.sex, seed: seed)
    let manner = speaker.manner(of: clip, seed: seed)
    let sentence = Sentence(clip.statement, seed: seed)
    let prosody = Prosody(sentence, by: speaker, manner, random: &random)
    let tract = Tract(rate: Double(rate), speaker: speaker, manner: manner)
    let speech = tract.samples(of: prosody, random: &random)
    let pauses = (0..<2).map { _ in Int(random.uniform(margin.lowerBound, margin.upperBound) * Double(rate)) }
    let before = pauses[0], after = pauses[1]
    let power = speech.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(max(speech.count, 1))
    let level = pow(10, (Synthesizer.ordinaryLevel + manner.level) / 20)
    let gain = Float(power > 0 ? level / power.squareRoot() : 0)
    var room = Room(level: speaker.room, random: &random)
    return [Int16](unsafeUninitializedCapacity: before + speech.count + after) { output, count in
      count = before + speech.count + after
      for index in 0..<count {
        let place = index - before
        let voice = speech.indices.contains(place) ? speech[place] * gain : 0
        output[index] = Synthesizer.rounded(voice + room.next())
      }
    }
  }

  /// A 16-bit sample; what comes near full scale is bent, as by a good preamplifier, rather than cut.
  private static func rounded(_ value: Float) -> Int16 {
    let magnitude = abs(value)
    let bent = magnitude < 0.7 ? magnitude : 0.7 + 0.29 * tanh((magnitude - 0.7) / 0.29)
    return Int16((value < 0 ? -bent : bent) * 32_767)
  }
}

/// The noise of a quiet room: white noise through a one-pole low-pass.
private struct Room {
  private let gain: Float
  private var noise: WhiteNoise
  private var last: Float = 0

  init(level: Double, random: inout Random) {
    // Uniform noise has an RMS of 1/sqrt 3, and the low-pass lets 1/3 of its power through.
    gain = Float(pow(10, level / 20) * 3)
    noise = WhiteNoise(random: &random)
  }

  mutating func next() -> Float {
    last = 0.5 * last + 0.5 * Float(noise.next())
    return last * gain
  }
}

/// Turns prosody into sound: a glottis and hissing air, and the resonances of a vocal tract that they pass through.
struct Tract {
  let rate: Double
  let speaker: Speaker
  let manner: Manner

  private static let bandwidths: SIMD4<Double> = [70, 90, 130, 200]

  /// Samples of any scale; the caller sets the level.
  func samples(of prosody: Prosody, random: inout Random) -> [Float] {
    let step = rate / Prosody.rate
    let total = Int(Double(prosody.frames.count) * step)
    var glottis = Glottis(speaker: speaker, manner: manner, rate: rate)
    var cascade = (Resonator(), Resonator(), Resonator(), Resonator())
    var upper = (upper(0), upper(1), upper(2), upper(3))
    var hissing = Resonator()
    var noise = WhiteNoise(random: &random)
    let frames = prosody.frames
    return [Float](unsafeUninitializedCapacity: total) { output, count in
      var index = 0
      for (number, frame) in frames.enumerated() {
        let end = min(total, Int(Double(number + 1) * step))
        let next = frames[min(number + 1, frames.count - 1)]
        tune(&cascade, to: frame.formants)
        hissing.tune(min(frame.hissCentre, 0.42 * rate), 900, rate: rate)
        let span = 1 / Double(max(end - index, 1))
        var voicing = frame.voicing, hiss = frame.hiss
        let voicingStep = (next.voicing - voicing) * span, hissStep = (next.hiss - hiss) * span
        while index < end {
          let air = noise.next()
          let source = glottis.next(pitch: frame.pitch, air: air, noise: &noise) * voicing
          let low = cascade.3(cascade.2(cascade.1(cascade.0(source))))
          let voiced = upper.3(upper.2(upper.1(upper.0(low))))
          output[index] = Float(voiced + 0.25 * hiss * (hissing(air) - 0.1 * air))
          voicing += voicingStep
          hiss += hissStep
          index += 1
        }
      }
      count = total
    }
  }

  /// Resonances above the fourth, 1 kHz apart as in a tube, which hardly move; none near half the sampling rate.
  private func upper(_ number: Int) -> Resonator {
    var resonator = Resonator()
    let frequency = (4_500 + 1_000 * Double(number)) * speaker.tract
    if frequency < 0.45 * rate { resonator.tune(frequency, 250 + 100 * Double(number), rate: rate) }
    return resonator
  }

  private func tune(_ cascade: inout (Resonator, Resonator, Resonator, Resonator), to formants: SIMD4<Double>) {
    let formants = formants.clamped(lowerBound: .init(repeating: 150), upperBound: .init(repeating: 0.45 * rate))
    cascade.0.tune(formants[0], Tract.bandwidths[0], rate: rate)
    cascade.1.tune(formants[1], Tract.bandwidths[1], rate: rate)
    cascade.2.tune(formants[2], Tract.bandwidths[2], rate: rate)
    cascade.3.tune(formants[3], Tract.bandwidths[3], rate: rate)
  }
}

/// The vocal folds: a pulse a period, sharper the shorter they are open, each a little off in time and height.
struct Glottis {
  private let openQuotient: Double
  private let jitter: Double, shimmer: Double, breath: Double
  private let rate: Double
  // One pole and one zero that tilt the spectrum by the manner's decibels around 1.5 kHz and leave 0 Hz alone.
  private let pole: Double, zero: Double, gain: Double
  private var lastInput = 0.0, lastOutput = 0.0
  private var phase = 0.0, stretch = 1.0, height = 1.0

  init(speaker: Speaker, manner: Manner, rate: Double) {
    self.rate = rate
    // A pressed voice is bright because its folds shut quickly.
    openQuotient = min(0.9, max(0.3, speaker.openQuotient - 0.015 * manner.tilt))
    jitter = manner.jitter
    shimmer = 2 * manner.jitter
    breath = manner.breath
    let half = pow(10, manner.tilt / 40)
    let centre = 2 * .pi * 1_500 / rate
    pole = exp(-centre * half)
    zero = exp(-centre / half)
    gain = (1 - pole) / (1 - zero)
  }

  /// The next sample of the derivative of flow: 2u - 3u^2 while the folds are open (u from 0 to 1), then nothing.
  @inline(__always)
  mutating func next(pitch: Double, air: Double, noise: inout WhiteNoise) -> Double {
    phase += pitch * stretch / rate
    if phase >= 1 {
      phase -= 1
      stretch = max(0.5, 1 + jitter * 1.7 * noise.next())
      height = max(0.2, 1 + shimmer * 1.7 * noise.next())
    }
    let u = phase / openQuotient
    let isOpen = u < 1
    let pulse = isOpen ? height * u * (2 - 3 * u) : 0
    let source = pulse + breath * air * (isOpen ? 0.5 : 0.15)
    let output = gain * (source - zero * lastInput) + pole * lastOutput
    lastInput = source
    lastOutput = output
    return output
  }
}

/// White noise between -1 and 1, cheap enough for every sample.
struct WhiteNoise {
  private var state: UInt64

  init(random: inout Random) { state = random.next() | 1 }

  /// The next value (xorshift64, Marsaglia 2003).
  @inline(__always)
  mutating func next() -> Double {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Double(Int64(bitPattern: state) >> 11) * 0x1p-52
  }
}

/// A resonance of the vocal tract: a digital two-pole filter with unit gain at 0 Hz (Klatt 1980).
///
/// y[n] = a x[n] + b y[n-1] + c y[n-2], c = -exp(-2 pi B/R), b = 2 exp(-pi B/R) cos(2 pi F/R), a = 1 - b - c.
struct Resonator {
  private var a = 1.0, b = 0.0, c = 0.0
  private var last = 0.0, secondLast = 0.0

  /// Tunes to a frequency and bandwidth, in Hz, at a sampling rate.
  @inline(__always)
  mutating func tune(_ frequency: Double, _ bandwidth: Double, rate: Double) {
    let radius = exp(-.pi * bandwidth / rate)
    c = -radius * radius
    b = 2 * radius * cos(2 * .pi * frequency / rate)
    a = 1 - b - c
  }

  /// The next sample.
  @inline(__always)
  mutating func callAsFunction(_ x: Double) -> Double {
    let y = a * x + b * last + c * secondLast
    secondLast = last
    last = y
    return y
  }
}
