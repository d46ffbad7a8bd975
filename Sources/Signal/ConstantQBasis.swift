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
      let window: [Double] = Window.hann.values(samples)
      let gain = length / Double(size) / window.reduce(0, +) * scale[j]
      let left = (size - samples) / 2
      real.samples.update(repeating: 0, count: size)
      imaginary.samples.update(repeating: 0, count: size)
      for n in 0..<samples {
        let angle = 2 * .pi * frequency * Double(first + n)
        real.samples[left + n] = cos(angle) * window[n] * gain
        imaginary.samples[left + n] = sin(angle) * window[n] * gain
      }
      real.forward()
      imaginary.forward()
      let tone = (0...size / 2).map { k in
        SIMD2(
          real.spectrum[2 * k] - imaginary.spectrum[2 * k + 1], real.spectrum[2 * k + 1] + imaginary.spectrum[2 * k])
      }
      let magnitudes = tone.map { hypot($0.x, $0.y) }
      let least = ConstantQBasis.threshold(magnitudes)
      let from = magnitudes.firstIndex { $0 >= least } ?? 0
      let end = (magnitudes.lastIndex { $0 >= least } ?? 0) + 1
      let vectors = (end - from + 3) / 4
      let start = max(0, min(from, size / 2 + 1 - 4 * vectors))
      spans.append((start, vectors))
      for v in 0..<vectors {
        let four = (start + 4 * v..<start + 4 * v + 4).map { k in
          k <= size / 2 && magnitudes[k] >= least ? tone[k] : .zero
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
    var sum = 0.0
    for magnitude in magnitudes.sorted() {
      sum += magnitude / total
      if sum >= 0.01 { return magnitude }
    }
    return 0
  }
}
