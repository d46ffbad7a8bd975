/// Triangles, bumps and other filters over a spectrum, of which most weights are zero: y[b] = Σₖ w[b, k] x[k].
///
/// Each filter keeps its first bin and a run of weights that is a whole number of vectors long. Spectra must therefore be
/// readable, and finite, up to a multiple of 8 bins.
public struct FilterBank<Scalar: FFTScalar & SIMDScalar>: ~Copyable {
  /// Filters.
  public let count: Int
  /// Bins of the spectra it takes.
  public let bins: Int

  /// First bin and number of vectors of each filter.
  private let spans: AlignedBuffer<SIMD2<Int32>>
  private let weights: AlignedBuffer<Scalar>

  /// A bank from its dense weights. // [filters][bins]
  public init(_ rows: [[Double]]) {
    count = rows.count
    bins = rows.first?.count ?? 0
    let width = (bins + 7) / 8 * 8
    var spans: [SIMD2<Int32>] = []
    var packed: [Scalar] = []
    for row in rows {
      let from = row.firstIndex { $0 != 0 } ?? 0
      let end = (row.lastIndex { $0 != 0 } ?? -1) + 1
      let vectors = max(0, (end - from + 7) / 8)
      // A run that would reach beyond the spectrum starts earlier instead, with zeros.
      let first = min(from, width - 8 * vectors)
      spans.append(SIMD2(Int32(first), Int32(vectors)))
      packed += (first..<first + 8 * vectors).map { row.indices.contains($0) ? Scalar(row[$0]) : 0 }
    }
    self.spans = AlignedBuffer(spans)
    weights = AlignedBuffer(packed)
  }

  /// Applies every filter to one spectrum. // [bins] to [count]
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func callAsFunction(_ spectrum: UnsafePointer<Scalar>, to result: UnsafeMutablePointer<Scalar>) {
    var weight = UnsafeRawPointer(weights.start)
    let stride = MemoryLayout<SIMD8<Scalar>>.stride
    for b in 0..<count {
      let span = spans[b]
      var source = UnsafeRawPointer(spectrum + Int(span.x))
      var total = SIMD8<Scalar>.zero
      for _ in 0..<span.y {
        total += source.loadUnaligned(as: SIMD8<Scalar>.self) * weight.loadUnaligned(as: SIMD8<Scalar>.self)
        source += stride
        weight += stride
      }
      let four = total.lowHalf + total.highHalf
      let two = four.lowHalf + four.highHalf
      result[b] = two[0] + two[1]
    }
  }
}
