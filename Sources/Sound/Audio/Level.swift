import Glibc
import Settings

/// Brings a clip to a level: `{ peak: -1 }` or `{ rms: -20 }`, in decibels under full scale.
public struct Level: Settings {
  /// Where the largest |x| shall be.
  public var peak: Double?
  /// Where the root mean square shall be; the gain stops where the largest |x| reaches full scale.
  public var rms: Double?

  /// No level; recipes must name one of the two.
  public init() {}

  /// Exactly one of the two, at or under full scale.
  public func validate() throws {
    guard (peak == nil) != (rms == nil) else { throw Invalid("expected either peak or rms") }
    let target = peak ?? rms ?? 0
    if !(target <= 0 && target > -200) { throw Invalid("a level must be between -200 and 0 dB, found \(target)") }
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
