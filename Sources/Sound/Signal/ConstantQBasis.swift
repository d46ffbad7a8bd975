import Glibc

/// One octave of constant-Q filters in the frequency domain: windowed complex tones, each a fixed number of periods long.
///
/// The filters of every other octave are the same after as many halvings of the sample rate. Weights that together make up
/// the smallest hundredth of a filter's are dropped, as librosa does.
final class ConstantQBasis {
  /// Points of the Fourier transform.
  let size: Int
  /// Filters.
  let count: Int

  private var spans: [(first: Int, vectors: Int)] = []
  /// For each filter and each vector of four bins: re im re im …, then im re im re … // [vectors][2][8]
  private let weights: AlignedBuffer<Double>

  /// - Parameters:
  ///   - frequencies: of the filters' centres, in cycles per sample, ascending.
  ///   - q: their quality: centre over bandwidth.
  ///   - scale: factors on the filters.
  init(frequencies: [Double], q: Double, scale: [Double]) {
    let lengths = frequencies.map { q / $0 }
    let size = 1 << Int(log2(lengths.max() ?? 2).rounded(.up))
    let real = RealFFT<Double>(size: size)
    let imaginary = RealFFT<Double>(size: size)
    var packed: [Double] = []
    for (j, (frequency, length)) in zip(frequencies, lengths).enumerated() {
      let first = Int((-length / 2).rounded(.down))
      let samples = Int((length / 2).rounded(.down)) - first
      // A periodic window of Hann sums to half its length.
      let gain = length / Double(size) * 2 / Double(samples) * scale[j]
      let left = (size - samples) / 2
      real.samples.update(repeating: 0, count: size)
      imaginary.samples.update(repeating: 0, count: size)
      var tone = Phasor(at: 2 * .pi * frequency * Double(first), step: 2 * .pi * frequency)
      var window = Phasor(at: 0, step: 2 * .pi / Double(samples))
      for n in left..<left + samples {
        let weight = (0.5 - 0.5 * window.cosine) * gain
        real.samples[n] = tone.cosine * weight
        imaginary.samples[n] = tone.sine * weight
        tone.advance()
        window.advance()
      }
      real.forward()
      imaginary.forward()
      let response = (0...size / 2).map { k in
        SIMD2(
          real.spectrum[2 * k] - imaginary.spectrum[2 * k + 1], real.spectrum[2 * k + 1] + imaginary.spectrum[2 * k])
      }
      let magnitudes = response.map { ($0 * $0).sum().squareRoot() }
      let least = ConstantQBasis.threshold(magnitudes)
      let from = magnitudes.firstIndex { $0 >= least } ?? 0
      let end = (magnitudes.lastIndex { $0 >= least } ?? 0) + 1
      let vectors = (end - from + 3) / 4
      let start = max(0, min(from, size / 2 + 1 - 4 * vectors))
      spans.append((start, vectors))
      for v in 0..<vectors {
        let four = (start + 4 * v..<start + 4 * v + 4).map { k in
          k <= size / 2 && magnitudes[k] >= least ? response[k] : .zero
        }
        packed += four.flatMap { [$0.x, $0.y] } + four.flatMap { [$0.y, $0.x] }
      }
    }
    self.size = size
    count = frequencies.count
    weights = AlignedBuffer(packed)
  }

  /// The magnitudes of the filters' responses to one frame's spectrum, parts interleaved.
  func magnitudes(_ spectrum: UnsafePointer<Double>, to result: UnsafeMutablePointer<Float>, stride: Int) {
    var weight = UnsafeRawPointer(weights.start)
    let step = MemoryLayout<SIMD8<Double>>.stride
    for j in 0..<count {
      var source = UnsafeRawPointer(spectrum + 2 * spans[j].first)
      var (straight, crossed) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
      for _ in 0..<spans[j].vectors {
        let x = source.loadUnaligned(as: SIMD8<Double>.self)
        straight += x * weight.loadUnaligned(as: SIMD8<Double>.self)
        crossed += x * (weight + step).loadUnaligned(as: SIMD8<Double>.self)
        source += step
        weight += 2 * step
      }
      let re = straight.evenHalf.sum() - straight.oddHalf.sum()
      let im = crossed.sum()
      result[j * stride] = Float((re * re + im * im).squareRoot())
    }
  }

  /// The magnitude below which weights together make up a hundredth.
  private static func threshold(_ magnitudes: [Double]) -> Double {
    let total = magnitudes.reduce(0, +)
    // Most of a spectrum lies so far below its peak that its order does not matter.
    let line = 1e-3 * (magnitudes.max() ?? 0)
    var sum = magnitudes.reduce(0) { $1 < line ? $0 + $1 / total : $0 }
    var candidates = magnitudes.filter { $0 >= line }
    if sum >= 0.01 { (sum, candidates) = (0, magnitudes) }
    for magnitude in candidates.sorted() {
      sum += magnitude / total
      if sum >= 0.01 { return magnitude }
    }
    return 0
  }
}

/// A point that goes around the unit circle in equal steps, by multiplication instead of trigonometry.
private struct Phasor {
  private(set) var cosine: Double
  private(set) var sine: Double
  private let step: (cosine: Double, sine: Double)

  init(at angle: Double, step: Double) {
    (cosine, sine) = (cos(angle), sin(angle))
    self.step = (cos(step), sin(step))
  }

  mutating func advance() {
    (cosine, sine) = (cosine * step.cosine - sine * step.sine, cosine * step.sine + sine * step.cosine)
  }
}
