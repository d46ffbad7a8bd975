import Glibc

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
