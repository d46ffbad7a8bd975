import Glibc

/// Triangles, bumps and other filters over a spectrum, of which most weights are zero: y[b] = Σₖ w[b, k] x[k].
///
/// Each filter keeps its first bin and a run of weights that is a whole number of vectors long. Spectra must therefore be
/// readable, and finite, up to a multiple of 8 bins.
public struct FilterBank: ~Copyable {
  /// Filters.
  public let count: Int
  /// Bins of the spectra it takes.
  public let bins: Int

  /// First bin and number of vectors of each filter.
  private let spans: AlignedBuffer<SIMD2<Int32>>
  private let weights: AlignedBuffer<Float>
  /// The same weights for spectra in double precision.
  private let preciseWeights: AlignedBuffer<Double>

  /// A bank from its dense weights. // [filters][bins]
  public init(_ rows: [[Double]]) {
    count = rows.count
    bins = rows.first?.count ?? 0
    let width = (bins + 7) / 8 * 8
    var spans: [SIMD2<Int32>] = []
    var packed: [Double] = []
    for row in rows {
      let from = row.firstIndex { $0 != 0 } ?? 0
      let end = (row.lastIndex { $0 != 0 } ?? -1) + 1
      let vectors = max(0, (end - from + 7) / 8)
      // A run that would reach beyond the spectrum starts earlier instead, with zeros.
      let first = min(from, width - 8 * vectors)
      spans.append(SIMD2(Int32(first), Int32(vectors)))
      packed += (first..<first + 8 * vectors).map { row.indices.contains($0) ? row[$0] : 0 }
    }
    self.spans = AlignedBuffer(spans)
    weights = AlignedBuffer(packed.map(Float.init))
    preciseWeights = AlignedBuffer(packed)
  }

  /// Applies every filter to one spectrum. // [bins] to [count]
  public func callAsFunction(_ spectrum: UnsafePointer<Float>, to result: UnsafeMutablePointer<Float>) {
    var weight = UnsafePointer(weights.start)
    for b in 0..<count {
      var source = spectrum + Int(spans[b].x)
      var left = spans[b].y
      // Sums of long filters run in four vectors, because one addition would wait for the other.
      var (a0, a1, a2, a3) = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
      while left >= 4 {
        a0 += VectorMath.load8(source) * VectorMath.load8(weight)
        a1 += VectorMath.load8(source + 8) * VectorMath.load8(weight + 8)
        a2 += VectorMath.load8(source + 16) * VectorMath.load8(weight + 16)
        a3 += VectorMath.load8(source + 24) * VectorMath.load8(weight + 24)
        (source, weight, left) = (source + 32, weight + 32, left - 4)
      }
      while left > 0 {
        a0 += VectorMath.load8(source) * VectorMath.load8(weight)
        (source, weight, left) = (source + 8, weight + 8, left - 1)
      }
      result[b] = ((a0 + a1) + (a2 + a3)).sum()
    }
  }

  /// Applies every filter to one spectrum in double precision. // [bins] to [count]
  public func callAsFunction(_ spectrum: UnsafePointer<Double>, to result: UnsafeMutablePointer<Double>) {
    var weight = UnsafePointer(preciseWeights.start)
    for b in 0..<count {
      var total = 0.0
      for k in Int(spans[b].x)..<Int(spans[b].x + 8 * spans[b].y) {
        total += spectrum[k] * weight.pointee
        weight += 1
      }
      result[b] = total
    }
  }
}

/// The weights that fold a spectrum onto the pitch classes of an octave.
public enum ChromaBank {
  /// A Gaussian bump around every octave of each pitch class, each bin's weights of length 1, and the whole weighted by
  /// a broad Gaussian over octaves. Class 0 is C. // [classes][size / 2 + 1]
  /// - Parameters:
  ///   - rate: samples per second.
  ///   - size: points of the Fourier transform.
  ///   - classes: pitch classes per octave.
  ///   - tuning: deviation from A 440, in fractions of a class.
  ///   - centre: the octave that counts most.
  ///   - width: the standard deviation around it, in octaves.
  public static func weights(
    rate: Double, size: Int, classes: Int = 12, tuning: Double = 0, centre: Double = 5, width: Double = 2
  ) -> [[Double]] {
    let n = Double(classes)
    let reference = 440 * exp2(tuning / n) / 16
    // Pitch of every bin in classes; the bin at 0 Hz, which has none, is put one and a half octaves below the next.
    var pitch = (0..<min(size / 2 + 2, size)).map { n * log2(Double($0) * rate / Double(size) / reference) }
    pitch[0] = pitch[1] - 1.5 * n
    let half = (n / 2).rounded(.toNearestOrEven)
    var column = [Double](repeating: 0, count: classes)
    var rows = Array(repeating: [Double](repeating: 0, count: size / 2 + 1), count: classes)
    for k in 0...size / 2 {
      let binWidth = k + 1 < size ? max(pitch[k + 1] - pitch[k], 1) : 1
      var square = 0.0
      for c in 0..<classes {
        let turned = pitch[k] - Double(c) + half + 10 * n
        let distance = 2 * (turned - n * (turned / n).rounded(.down) - half) / binWidth
        column[c] = exp(-0.5 * distance * distance)
        square += column[c] * column[c]
      }
      let length = square.squareRoot()
      let octave = (pitch[k] / n - centre) / width
      let scale = exp(-0.5 * octave * octave) / (length < .leastNormalMagnitude ? 1 : length)
      // Pitch counts from A, three semitones below C.
      for c in 0..<classes { rows[(c + classes - 3 * (classes / 12)) % classes][k] = column[c] * scale }
    }
    return rows
  }
}
