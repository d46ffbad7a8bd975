import Glibc
import Settings

/// Brings a clip to a level: `{ peak: -1 }` or `{ rms: -20 }`, in decibels under full scale.
public struct Level: Settings {
  /// What it is for and what its keys mean.
  public static let about = About("Brings a clip to a level, by its peak or by its root mean square.") {
    Key(
      "peak", "Where the largest |x| shall be, under full scale; either this or `rms`.", in: -200...0, unit: "dB",
      example: "peak: -1")
    Key(
      "rms",
      """
      Where the root mean square shall be, under full scale; the gain stops where the largest |x| reaches full \
      scale.
      """, in: -200...0, unit: "dB", example: "rms: -20")
  }

  /// Where the largest |x| shall be.
  public var peak: Double?
  /// Where the root mean square shall be.
  public var rms: Double?

  /// No level; recipes must name one of the two.
  public init() {}

  /// Exactly one of the two.
  public func validate() throws {
    guard (peak == nil) != (rms == nil) else { throw Invalid("expected either peak or rms") }
  }

  /// Multiplies the clip by the gain that its level asks for; silence stays silence.
  public func apply(to samples: inout [Float]) {
    samples.withUnsafeMutableBufferPointer { x in
      let constant = UnsafeBufferPointer(x)
      let loudest = Double(Audio.peak(constant))
      guard loudest > 0, loudest.isFinite else { return }
      var gain = 1.0
      if let peak {
        gain = pow(10, peak / 20) / loudest
      } else if let rms {
        let level = (x.reduce(0) { $0 + Double($1) * Double($1) } / Double(x.count)).squareRoot()
        gain = min(pow(10, rms / 20) / level, 1 / loudest)
      }
      let factor = Float(gain)
      // The quietest clips need a gain that a float cannot hold.
      if factor.isFinite {
        for i in x.indices { x[i] *= factor }
      } else {
        for i in x.indices { x[i] = Float(Double(x[i]) * gain) }
      }
    }
  }
}

/// Takes a clip's mean from every sample.
enum DirectCurrent {
  static func remove(from samples: inout [Float]) {
    guard !samples.isEmpty else { return }
    let mean = Float(samples.reduce(0) { $0 + Double($1) } / Double(samples.count))
    samples.withUnsafeMutableBufferPointer { x in
      for i in x.indices { x[i] -= mean }
    }
  }
}
