/// The largest difference between two sounds of equal length, infinite otherwise.
///
/// Expectations take its result and not the sounds, which a failing test would print sample by sample.
func largestDifference(_ a: [Float], _ b: [Float]) -> Float {
  a.count == b.count ? zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) } : .infinity
}

/// The largest step from one sample to the next.
func largestStep(_ x: [Float]) -> Float { largestDifference(Array(x.dropLast()), Array(x.dropFirst())) }
