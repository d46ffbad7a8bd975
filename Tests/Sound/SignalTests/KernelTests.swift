import Glibc
import Testing

@testable import Signal

@Suite struct KernelTests {
  /// Numbers that look random and are the same everywhere.
  static func numbers(_ count: Int) -> [Float] {
    (0..<count).map { (i: Int) -> Float in
      let mixed = (i * 7919 + 13) * (i * 31 + 7) % 10_007
      return Float(mixed) / 5000 - 1
    }
  }

  @Test func `logarithms are right to float's precision over its whole range`() {
    var worst = 0.0
    for exponent in stride(from: -37.0, through: 38, by: 0.013) {
      let x = [Float](repeating: Float(pow(10, exponent)), count: 1)
      var y: [Float] = [0]
      Arrays.log(x, to: &y, count: 1)
      let exact = log(Double(x[0]))
      worst = max(worst, abs(Double(y[0]) - exact) / max(abs(exact), 1e-3))
    }
    #expect(worst < 1.5e-7)
  }

  @Test func `decibels have a floor`() {
    let x: [Float] = [0, 1e-12, 1e-10, 1, 10, 1000]
    var y = [Float](repeating: 0, count: 6)
    Arrays.decibels(x, to: &y, count: 6)
    for (ours, exact) in zip(y, [-100, -100, -100, 0, 10, 30] as [Float]) { #expect(abs(ours - exact) < 1e-5) }
  }

  @Test(arguments: [1, 15, 16, 17, 100])
  func `sums and products of any length are those of plain loops`(count: Int) {
    let (x, y) = (Self.numbers(count), Self.numbers(count + 5).suffix(count).map { $0 * 2 })
    #expect(abs(Arrays.sum(x, count: count) - x.reduce(0, +)) < 1e-4)
    let product = zip(x, y).reduce(Float(0)) { $0 + $1.0 * $1.1 }
    #expect(abs(Arrays.dot(x, y, count: count) - product) < 1e-4)
    #expect(Arrays.maximum(x, count: count) == x.max())
    let length = zip(x, y).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    #expect(abs(Arrays.distance(x, y, count: count) - length) < 1e-4)
  }

  @Test(arguments: [2, 17, 40, 200])
  func `sign changes of any range are those of a plain loop`(count: Int) {
    var x = Self.numbers(count)
    x[count / 2] = -1e-11
    let negative = x.map { $0 < -1e-10 }
    for start in [1, 2, min(19, count - 1)] {
      let plain = (start..<count).filter { (i: Int) -> Bool in negative[i] != negative[i - 1] }.count
      #expect(Arrays.signChanges(x, start..<count, tolerance: 1e-10) == plain)
    }
  }

  @Test func `power is the square of both parts`() {
    let spectrum = Self.numbers(2 * 37).map(Double.init)
    var power = [Float](repeating: 0, count: 37)
    Arrays.power(spectrum, to: &power, count: 37)
    for k in 0..<37 {
      let exact = spectrum[2 * k] * spectrum[2 * k] + spectrum[2 * k + 1] * spectrum[2 * k + 1]
      #expect(power[k] == Float(exact))
    }
  }

  @Test(arguments: [8, 9, 33, 100])
  func `a filter bank is its dense matrix times the spectrum`(bins: Int) {
    let rows = (0..<12).map { (b: Int) -> [Double] in
      let centre = b * bins / 12
      return (0..<bins).map { (k: Int) -> Double in abs(k - centre) < 1 + b ? Double(1 + (k * b) % 5) : 0 }
    }
    let bank = FilterBank(rows + [Array(repeating: 0, count: bins)])
    let x = Self.numbers(bins) + Array(repeating: 0, count: 8)
    var y = [Float](repeating: -1, count: 13)
    bank(x, to: &y)
    for b in 0..<12 {
      let exact = (0..<bins).reduce(0.0) { $0 + rows[b][$1] * Double(x[$1]) }
      #expect(abs(Double(y[b]) - exact) < 1e-4)
    }
    #expect(y[12] == 0)
  }

  @Test func `the cosine transform is orthonormal`() {
    let rows = CosineTransform.weights(count: 16, bands: 16)
    for i in 0..<16 {
      for j in 0..<16 {
        let product = zip(rows[i], rows[j]).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (i == j ? 1 : 0)) < 1e-12)
      }
    }
  }

  @Test(arguments: [1, 13, 40])
  func `cosine coefficients of columns are those of the matrix`(count: Int) {
    let (bands, columns, stride) = (40, 21, 32)
    let x = Self.numbers(bands * stride)
    var y = [Float](repeating: 0, count: count * stride)
    CosineTransform(count: count, bands: bands)(x, to: &y, columns: columns, stride: stride)
    let rows = CosineTransform.weights(count: count, bands: bands)
    for c in 0..<count {
      for t in 0..<columns {
        let exact = (0..<bands).reduce(0.0) { $0 + rows[c][$1] * Double(x[$1 * stride + t]) }
        #expect(abs(Double(y[c * stride + t]) - exact) < 1e-5)
      }
    }
  }

  @Test(arguments: [1, 2, 3])
  func `derivatives of a polynomial are exact up to the clip's ends`(order: Int) {
    let x = (0..<30).map { Float(pow(Double($0) / 10, Double(order)) + 1) }
    var y = [Float](repeating: 0, count: 30)
    SavitzkyGolay(width: 9, order: order)(x, to: &y, count: 30)
    // The n-th derivative of (t / 10)^n is n! / 10^n.
    let exact = (1...order).reduce(1.0) { $0 * Double($1) / 10 }
    for t in 0..<30 { #expect(abs(Double(y[t]) - exact) < 2e-5) }
  }

  @Test func `halving the rate keeps what is below the new Nyquist frequency and nothing above`() {
    for (frequency, gain) in [(0.05, 1.0), (0.2, 1.0), (0.26, 0.0), (0.4, 0.0)] {
      let clip = (0..<6001).map { Float(sin(2 * .pi * frequency * Double($0))) }
      var half = [Float](repeating: 9, count: RateHalver.count(samples: clip.count))
      clip.withUnsafeBufferPointer { RateHalver()($0, to: &half) }
      for m in 300..<2700 { #expect(abs(half[m] - Float(gain * 2.0.squareRoot()) * clip[2 * m]) < 2e-5) }
    }
  }

  @Test func `a constant-Q transform hears a tone in the filter at its pitch`() throws {
    // A4 lies 45 semitones above C1.
    var transform = try ConstantQ(rate: 22_050, binsPerOctave: 12)
    let clip = (0..<22_050).map { Float(sin(2 * .pi * 440 * Double($0) / 22_050)) }
    let frames = transform.frames(samples: clip.count)
    var result = [Float](repeating: 0, count: transform.bins * frames)
    clip.withUnsafeBufferPointer {
      transform.magnitudes(of: $0, frames: frames, tuning: 0, to: &result, stride: frames)
    }
    let column = (0..<transform.bins).map { result[$0 * frames + 20] }
    #expect(column.firstIndex(of: column.max() ?? 0) == 45)
  }

  @Test func `a constant-Q transform that cannot be says what it needs`() {
    #expect {
      _ = try ConstantQ(rate: 22_050, hop: 500)
    } throws: {
      "\($0)" == "a constant-Q transform of 7 octaves needs a hop that is a multiple of 64, found 500"
    }
    #expect {
      _ = try ConstantQ(rate: 8000)
    } throws: {
      "\($0)".hasSuffix("needs a rate of at least 8331 Hz, found 8000")
    }
  }

  @Test func `a tone a third of a semitone sharp is estimated as such`() {
    var estimator = TuningEstimator(rate: 22_050, size: 2048)
    let stft = STFT<Double>(framing: Framing())
    let clip = (0..<22_050).map { Float(sin(2 * .pi * 440 * exp2(0.33 / 12) * Double($0) / 22_050)) }
    var power = [Float](repeating: 0, count: stft.bins)
    clip.withUnsafeBufferPointer { clip in
      for t in 4..<20 {
        Arrays.power(stft(frame: t, of: clip), to: &power, count: stft.bins)
        estimator.add(power)
      }
    }
    #expect(abs(estimator.estimate(classes: 12) - 0.33) < 0.05)
    estimator.reset()
    #expect(estimator.estimate(classes: 12) == 0)
  }
}
