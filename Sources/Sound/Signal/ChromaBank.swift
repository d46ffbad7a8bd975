import Glibc

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
