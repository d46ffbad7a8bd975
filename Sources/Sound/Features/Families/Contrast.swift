import Glibc
import Settings
import Signal

/// Spectral contrast (Jiang et al. 2002): in each octave band, the level of the loudest bins above that of the quietest.
/// // [bands + 1, frames], dB
public struct Contrast: Family {
  /// `contrast` in recipes.
  public static let name = "contrast"
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    Spectral contrast (Jiang et al. 2002): in each octave band, the level of the loudest bins above that of the \
    quietest.
    """
  ) {
    Key("bands", "Octave bands above the first band, which reaches from 0 Hz to `low`.", in: 1...32)
    Key("low", "The upper end of the first band.", in: 1e-3...1e6, unit: "Hz")
    Key("quantile", "The share of a band's bins that are its peaks, and its valleys.", in: 1e-6..<1)
    Key("linear", "Whether the result is a difference of magnitudes, rather than of decibels.")
  }

  /// Octave bands above the first band, which reaches from 0 Hz to `low`.
  public var bands = 6
  /// The upper end of the first band, in Hz.
  public var low = 200.0
  /// The share of a band's bins that are its peaks, and its valleys.
  public var quantile = 0.02
  /// Whether the result is a difference of magnitudes, rather than of decibels.
  public var linear = false

  /// The defaults above.
  public init() {}

  /// Builds the computation for the stack's clips.
  public func computation(in stack: Stack) throws -> any FeatureComputation {
    let spectrogram = stack.spectrogram()
    let bands = try octaves(over: spectrogram.frequencies)
    let rows = FeatureRow.numbered(Self.name, count: bands.count, unit: linear ? "1" : "dB")
    let extremes = SpectralComputation(rows + rows, of: spectrogram, demanding: .magnitude) {
      frame, column, stride in
      for (b, band) in bands.enumerated() {
        let (valley, peak) = band.extremes(frame.magnitude)
        column[b * stride] = peak
        column[(bands.count + b) * stride] = valley
      }
    }
    let linear = linear
    return ClipComputation(rows, on: spectrogram.timeline) { clip, values in
      let both = try extremes.values(of: clip)
      let (peaks, valleys) = (both.rows(0..<bands.count), both.rows(bands.count..<2 * bands.count))
      let levels = linear ? [] : [peaks, valleys].map(Self.levels)
      for r in 0..<values.rows {
        for t in 0..<values.columns {
          let i = r * values.columns + t
          values[r, t] = linear ? peaks[r, t] - valleys[r, t] : Float(levels[0][i] - levels[1][i])
        }
      }
    }
  }

  /// 10 log10(max(x, 1e-10)), at most 80 dB below the largest, in double precision: their differences may be small.
  /// // [rows * columns]
  private static func levels(_ x: FrameMatrix) -> [Double] {
    let levels = (0..<x.rows).flatMap { r in (0..<x.columns).map { 10 * log10(max(Double(x[r, $0]), 1e-10)) } }
    let floor = (levels.max() ?? 0) - 80
    return levels.map { max($0, floor) }
  }

  /// The bins of each band, chosen as librosa chooses them.
  private func octaves(over frequencies: [Double]) throws -> [ContrastBand] {
    var edges = [0.0]
    for b in 0...bands { edges.append(low * Double(1 << b)) }
    return try (0...bands).map { b in
      guard let first = frequencies.firstIndex(where: { $0 >= edges[b] }),
        edges[b] < frequencies[frequencies.count - 1],
        var last = frequencies.lastIndex(where: { $0 <= edges[b + 1] }), last >= first
      else {
        throw FeatureError(
          subject: Self.name,
          cause: "band \(b) from \(edges[b]) Hz holds no bin below half the rate; fewer bands or a lower 'low' fit")
      }
      // Each band takes the last bin below it as well; all but the top one then lose their last.
      let start = b > 0 ? first - 1 : first
      if b == bands { last = frequencies.count - 1 }
      let chosen = max(1, Int((quantile * Double(last - start + 1)).rounded(.toNearestOrEven)))
      let end = b < bands ? last : last + 1
      guard end > start else {
        throw FeatureError(subject: Self.name, cause: "band \(b) from \(edges[b]) Hz holds a single bin")
      }
      return ContrastBand(bins: start..<end, chosen: min(chosen, end - start))
    }
  }
}

/// One octave of a spectrum.
private struct ContrastBand {
  let bins: Range<Int>
  /// How many bins are peaks, and how many valleys.
  let chosen: Int

  /// The mean of the smallest and of the largest magnitudes.
  func extremes(_ magnitude: UnsafePointer<Float>) -> (valley: Float, peak: Float) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * chosen) { room in
      let (least, most) = (room.baseAddress!, room.baseAddress! + chosen)
      least.initialize(repeating: .infinity, count: chosen)
      most.initialize(repeating: -.infinity, count: chosen)
      for k in bins {
        let value = magnitude[k]
        // Both lists are kept in order; most bins belong to neither.
        if value < least[chosen - 1] { insert(value, into: least, before: <) }
        if value > most[chosen - 1] { insert(value, into: most, before: >) }
      }
      var (low, high): (Float, Float) = (0, 0)
      for i in 0..<chosen {
        low += least[i]
        high += most[i]
      }
      return (low / Float(chosen), high / Float(chosen))
    }
  }

  @inline(__always)
  private func insert(_ value: Float, into list: UnsafeMutablePointer<Float>, before: (Float, Float) -> Bool) {
    var i = chosen - 1
    while i > 0 && before(value, list[i - 1]) {
      list[i] = list[i - 1]
      i -= 1
    }
    list[i] = value
  }
}
